"""Reads the candidates of a document: the grammar's own claims and the pairs it was silent on."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.reader.candidates import (
    PairCandidate,
    find_candidates,
    join_candidates,
)
from pactwire.domain.extraction.reader.marking import mark_candidate
from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.text_kind import EVERY_KIND, TextKind, classify_text, list_kinds
from pactwire.domain.reference import ReferenceData

LANGUAGES = frozenset({"en", "un"})
"""First letters of the languages it was trained on: English, and none stated."""


class Reader(Protocol):
    """Whatever reads marked texts."""

    @property
    def version(self) -> str:
        """Changes with the weights."""

    def read(self, marked: str) -> Reading:
        """The probabilities of a marked text."""


class PairReading(NamedTuple):
    """A candidate, what the network saw of it, and what it makes of that."""

    candidate: PairCandidate
    marked: str
    reading: Reading


def read_pairs(
    document: Document,
    claims: Sequence[ClaimCandidate],
    reference: ReferenceData,
    reader: Reader,
    *,
    beyond_claims: frozenset[TextKind] = EVERY_KIND,
) -> dict[PairCandidate, PairReading]:
    """A reading of each claim of the grammar, of the words it read, and of each other pair.

    Other pairs are read in the kinds of text of `beyond_claims` only. Documents in another language
    than English have none.
    """
    kinds = beyond_claims & list_kinds(document)
    if document.language[:2] not in LANGUAGES or not (claims or kinds):
        return {}
    context = ArticleContext(document, reference)
    others = find_candidates(document, context) if kinds else []
    wanted = [one for one in others if classify_text(document, one.start) in kinds]
    found: dict[PairCandidate, PairReading] = {}
    for candidate in join_candidates(claims, wanted):
        marked = mark_candidate(candidate, context, reference)
        found[candidate] = PairReading(candidate, marked, reader.read(marked))
    return found
