"""Watches: read from files, held against stories and developments, with reasons."""

from pactwire.domain.watching.book import Book, Hit
from pactwire.domain.watching.directory import Directory, Found, Listed, directory_of
from pactwire.domain.watching.documents import Parsed, parse_watches
from pactwire.domain.watching.evaluating import StoryView, change_clauses, holds, story_clauses
from pactwire.domain.watching.mistakes import Mistake
from pactwire.domain.watching.sets import Sets

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
