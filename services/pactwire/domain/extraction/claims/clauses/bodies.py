"""Which body a clause is about where none stands in its place: named before, or spoken of last."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis


def list_bodies_before(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The bodies that the sentence names before an index."""
    return [phrase for phrase in analysis.phrases.bodies if phrase.last < index]


def is_one_body(phrases: list[BodyPhrase]) -> bool:
    """Whether phrases all name the same body."""
    return len({phrase.body.entity_id for phrase in phrases}) == 1


def find_body_before(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The only body that the sentence names before an index."""
    inside = list_bodies_before(analysis, index)
    return inside[-1:] if is_one_body(inside) else []


def find_last_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The body named last before an index, else the one the article spoke of last."""
    return list_bodies_before(analysis, index)[-1:] or find_spoken_body(analysis, index)


def find_only_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The only body named before, else the one the article spoke of last."""
    if list_bodies_before(analysis, index):
        return find_body_before(analysis, index)
    return find_spoken_body(analysis, index)


def find_sole_body(analysis: SentenceAnalysis) -> list[BodyPhrase]:
    """The only body that the sentence names, modifiers aside."""
    named = [phrase for phrase in analysis.phrases.bodies if phrase.head != "modifier"]
    return named[:1] if is_one_body(named) else []


def find_spoken_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The body that the article named last before the sentence; stands at the index."""
    body = analysis.context.last_body(analysis.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def find_parent_body(analysis: SentenceAnalysis, subject: BodyPhrase) -> BodyPhrase:
    """As in "The Committee of Ministers suspended X": from the body whose organ it is."""
    whole = analysis.context.find_whole(subject.body.entity_id)
    return subject if whole is None else replace(subject, body=whole)
