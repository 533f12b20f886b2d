"""Markup to text, by inscriptis, which keeps paragraphs and leaves out scripts and styles."""

import re

from inscriptis import get_text
from inscriptis.model.config import ParserConfig

TAG = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
BLANK = re.compile(r"[ \t]+\n|\n{3,}")
CONFIG = ParserConfig(display_links=False, display_images=False)


def markup_to_text(markup: str) -> str:
    """The text of a piece of markup; plain text comes back as it is."""
    if not TAG.search(markup):
        return markup.strip()
    return BLANK.sub("\n", get_text(f"<html><body>{markup}</body></html>", CONFIG)).strip()
