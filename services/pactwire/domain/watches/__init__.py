"""Watches: read from files, held against stories and developments, with reasons."""

from pactwire.domain.watches.errors import ValidationIssue
from pactwire.domain.watches.evaluator import (
    MatchableArticle,
    all_held,
    change_clauses,
    story_clauses,
)
from pactwire.domain.watches.matcher import WatchMatch, WatchMatcher
from pactwire.domain.watches.name_resolver import (
    NameResolver,
    Resolution,
    ResolvableEntity,
    build_resolver,
)
from pactwire.domain.watches.parser import ParsedWatches, parse_watches
from pactwire.domain.watches.phrases import compile_automaton
from pactwire.domain.watches.sets import MembershipSets
from pactwire.domain.watches.sieve import RecordSieve

__all__ = [
    "MatchableArticle",
    "MembershipSets",
    "NameResolver",
    "ParsedWatches",
    "RecordSieve",
    "Resolution",
    "ResolvableEntity",
    "ValidationIssue",
    "WatchMatch",
    "WatchMatcher",
    "all_held",
    "build_resolver",
    "change_clauses",
    "compile_automaton",
    "parse_watches",
    "story_clauses",
]
