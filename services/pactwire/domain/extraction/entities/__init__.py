"""Finds names in a text and decides what they stand for: one pass, then a look around each hit."""

from pactwire.domain.extraction.entities.tagger import Text, read

__all__ = ["Text", "read"]
