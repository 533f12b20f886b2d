"""Bytes to text: by byte order mark, declaration, or what fits."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']"
    rb"|<meta[^>]{0,400}?charset\s*=\s*[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252",
         "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
         "euc-kr": "cp949", "ks_c_5601-1987": "cp949"}  # fmt: skip
"""What declares the first is written in the second, as browsers read it."""
HEAD = 2000


def decode_document(raw: bytes) -> str:
    """The text, whatever it is encoded in; what fits nothing is read as Windows-1252."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
    wide = guess_wide(raw)
    if wide:
        return raw.decode(wide, "replace")
    for encoding in (_declared(raw), "utf-8"):
        try:
            return raw.decode(encoding).lstrip("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


def guess_wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by the zero bytes of its first sign."""
    zeros = "".join("0" if byte == 0 else "x" for byte in raw[:4])
    wide = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}
    return wide.get(zeros)


def _declared(raw: bytes) -> str:
    found = DECLARED.search(raw[:HEAD])
    name = (found[1] or found[2]).decode("ascii").lower() if found else "utf-8"
    name = WIDER.get(name, name)
    return "utf-8" if name.startswith(("utf-16", "utf16", "utf-32", "ucs-2")) else name
