"""Finds names in a text and decides what they stand for: one scan, then a decision for each."""

from pactwire.domain.extraction.entities.tagger import TextInput, tag_text

__all__ = ["TextInput", "tag_text"]
