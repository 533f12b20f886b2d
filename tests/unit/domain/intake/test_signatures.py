"""Files that are no text are refused by name, and texts are not taken for such files."""

import gzip
import io
import zipfile

import pytest

from intake_documents import entries_of
from pactwire.domain.intake.signatures import name_binary
from pactwire.errors import InvalidEvent

REST = bytes(range(256)) * 4


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"\x89PNG\r\n\x1a\n" + REST, "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + REST, "a JPEG image"),
        (b"GIF89a" + REST, "a GIF image"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + REST, "a WebP image"),
        (b"\0\0\0\x18ftypmp42" + REST, "an MP4 video"),
        (b"%PDF-1.7\nletters only", "a PDF document"),
        (b"{\\rtf1 letters}", "an RTF document"),
        (packed("[Content_Types].xml", "word/document.xml"), "a Word document (DOCX)"),
        (packed("content.bin"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + REST, "an old Office document (DOC, XLS or PPT)"),
        (b"SQLite format 3\0" + REST, "an SQLite database"),
        (b"a" * 257 + b"ustar\0" + REST, "a tar archive"),
        (REST, "binary data"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name(raw: bytes, name: str) -> None:
    for content in (raw, gzip.compress(raw)):
        with pytest.raises(InvalidEvent) as refusal:
            entries_of(content)
        assert str(refusal.value) == f"this is {name}, not an article"


@pytest.mark.parametrize(
    "text",
    ["BMW moves to Slovakia.", "MZ is no longer built.", "ID3 is a tag.", "PK ends.", "Rar!", "%"],
)
def test_a_text_that_begins_as_a_file_may_is_a_text(text: str) -> None:
    assert name_binary(text.encode()) is None
    assert name_binary(f"{text} Übrigens.".encode("cp1252")) is None
    assert name_binary(text.encode("utf-16")) is None
    assert name_binary(f"{text}\x01 A stray sign.{' More words.' * 20}".encode()) is None or (
        not text.startswith("%")
    )
