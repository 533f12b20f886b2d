"""Files that are no text, known by how they begin, so that they can be refused by name."""

import re

from pactwire.domain.intake.encoding import guess_wide

MARKS = (
    (257, b"ustar", "a tar archive"), (0, b"BM", "a BMP image"), (0, b"\x89PNG", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"), (0, b"GIF8", "a GIF image"),
    (0, b"II*\0", "a TIFF image"), (0, b"MM\0*", "a TIFF image"),
    (0, b"8BPS", "a Photoshop image"), (0, b"\0\0\x01\0", "an icon"),
    (0, b"\0\0\0\x0cjP", "a JPEG 2000 image"), (0, b"%PDF", "a PDF document"),
    (0, b"%!PS", "a PostScript document"), (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS or PPT)"),
    (0, b"PK\x05\x06", "an empty ZIP archive"), (0, b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (0, b"Rar!\x1a", "a RAR archive"), (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\0", "an XZ file"), (0, b"(\xb5/\xfd", "a Zstandard file"),
    (0, b"\x04\"M\x18", "an LZ4 file"), (0, b"\x7fELF", "a program"), (0, b"MZ", "a program"),
    (0, b"\0asm", "a WebAssembly module"), (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"), (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"), (0, b"Obj\x01", "an Avro file"),
    (0, b"ID3", "an MP3 recording"), (0, b"\xff\xfb", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"), (0, b"fLaC", "a FLAC recording"),
    (0, b"\x1aE\xdf\xa3", "a Matroska or WebM video"), (0, b"FLV\x01", "a Flash video"),
    (0, b"wOF", "a font"), (0, b"\0\x01\0\0\0", "a font"), (0, b"OTTO", "a font"),
)  # fmt: skip
"""Where a file has which bytes, and what it is then."""
RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI video"}
ZIP_PARTS = (
    (b"word/", "a Word document (DOCX)"), (b"xl/", "an Excel sheet (XLSX)"),
    (b"ppt/", "a PowerPoint file (PPTX)"), (b"application/epub", "an EPUB book"),
    (b"opendocument.text", "an OpenDocument text (ODT)"), (b"opendocument", "an OpenDocument file"),
    (b"META-INF/", "a Java archive"),
)  # fmt: skip
"""What a ZIP archive holds shows in the names of its parts."""
IMAGE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
TEXTUAL = (b"%PDF", b"%!PS", b"{\\rtf")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HEAD = 8000
MANY = 50
"""One control character in so many bytes is no writing."""


def name_binary(raw: bytes) -> str | None:
    """What a file is when it is no text: `a PNG image`; None for text.

    A text may begin with `MZ` or `Rar!`, so a beginning counts only where bytes follow that no
    text has; a stray control character makes no binary file, many of them do.
    """
    head = raw[:HEAD]
    if head.startswith(TEXTUAL):
        return _look_up(raw)
    controls = len(CONTROLS.findall(head))
    if controls and (name := _look_up(raw)):
        return name
    if controls * MANY > len(head) and not is_wide_text(raw):
        return "binary data"
    return None


def is_wide_text(raw: bytes) -> bool:
    """Whether it begins as UTF-16 or UTF-32 do, where plain letters have zero bytes beside them."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    return guess_wide(raw) is not None


def _look_up(raw: bytes) -> str | None:
    if raw.startswith(b"PK\3\4"):
        return next((name for part, name in ZIP_PARTS if part in raw), "a ZIP archive")
    if raw.startswith(b"RIFF"):
        return RIFF.get(raw[8:12])
    if raw[4:8] == b"ftyp":
        return "an AVIF or HEIC image" if raw[8:12] in IMAGE_BRANDS else "an MP4 video"
    return next((name for at, mark, name in MARKS if raw.startswith(mark, at)), None)
