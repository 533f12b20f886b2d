"""The sentence around a place, for people to read."""

import re

LONGEST = 300
END = re.compile(r"[.!?。！？؟]+[\"'”’»)\]]*\s+|[。！？]|\n+")


def extract_snippet(text: str, at: int) -> str:
    """The sentence of `text` that holds the code point `at`, at most 300 code points of it."""
    start, end = max(0, at - LONGEST), min(len(text), at + LONGEST)
    window = text[start:end]
    breaks = [match.end() for match in END.finditer(window)]
    first = max((place for place in breaks if place <= at - start), default=0)
    last = min((place for place in breaks if place > at - start), default=len(window))
    return " ".join(window[first:last].split())[:LONGEST]
