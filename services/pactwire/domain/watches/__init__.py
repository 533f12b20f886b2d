"""Watches: read from files, held against stories and developments, with reasons."""

from pactwire.domain.watches.errors import Mistake
from pactwire.domain.watches.evaluator import StoryView, change_clauses, holds, story_clauses
from pactwire.domain.watches.matcher import Book, Hit
from pactwire.domain.watches.name_resolver import Directory, Found, Listed, directory_of
from pactwire.domain.watches.parser import Parsed, parse_watches
from pactwire.domain.watches.sets import Sets

__all__ = [
    "Book",
    "Directory",
    "Found",
    "Hit",
    "Listed",
    "Mistake",
    "Parsed",
    "Sets",
    "StoryView",
    "change_clauses",
    "directory_of",
    "holds",
    "parse_watches",
    "story_clauses",
]
