"""Which story that a watch knows a new one is folded into: a copy, or a report of the same."""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pactwire.domain.alerting.happenings import (
    Happening,
    contradicts,
    describe_kinship,
    list_new_substance,
    same_happening,
)
from pactwire.domain.text.minhash import resembles
from pactwire_schemas import ArticleRef, Match

MIN_RESEMBLANCE = 0.7
"""Share of equal MinHash values from which two texts are one story."""

MAX_COMPARED_STORIES = 200
"""Stories that share a band with a new one and are compared with it, the newest."""


@dataclass(frozen=True)
class KnownStory:
    """A story that a watch has had an alert on: enough to recognise its copies."""

    article_id: str
    content_hash: str
    signature: bytes
    alert_id: str
    happening: Happening | None = None
    folded_because: str = ""
    """Why it was folded into that alert; empty for the story that the alert is about."""
    report: ArticleRef | None = None
    """Of a folded story, to show what else reported the same."""


def describe_story(match: Match) -> KnownStory:
    """The story of a match, as it is compared and kept; no alert is its own yet."""
    article = match.article
    happening = Happening(match.terms, match.matched_at) if match.terms else None
    signature = b64decode(match.signature)
    return KnownStory(article.article_id, article.content_hash, signature, "", happening)


class Fold(NamedTuple):
    """The story that another one is folded into, and why."""

    story: KnownStory
    reason: Literal["near_copy", "same_story"]
    because: str


def find_fold(story: KnownStory, known: Sequence[KnownStory]) -> Fold | None:
    """What a story is folded into, among those its watch knows; None when it is news.

    A copy may be one of any story. Reports of the same happening are compared with the first one
    alone, the one with the alert: a chain of reports that each resemble the last would wander
    from one happening to the next. What says otherwise of a membership is neither, however alike.
    """
    others = _list_comparable(story, known)
    for one in others:
        if likeness := _describe_likeness(story, one):
            return Fold(one, "near_copy", f"{likeness} {one.article_id}")
    return _find_kin(story, [one for one in others if not one.folded_because])


def _list_comparable(story: KnownStory, known: Iterable[KnownStory]) -> list[KnownStory]:
    """Those that likeness would make the same; an article is no copy of itself."""
    others = [one for one in known if one.article_id != story.article_id]
    said = story.happening
    if said is None or not said.weighed.claims:  # as of nearly every story
        return others
    return [one for one in others if not (one.happening and contradicts(said, one.happening))]


def _find_kin(story: KnownStory, firsts: Iterable[KnownStory]) -> Fold | None:
    """The first report of the same happening that shares most; None when there is none."""
    said = story.happening
    if said is None:
        return None
    dated = [(one.happening, one) for one in firsts if one.happening]
    kin = [(kinship, one) for its, one in dated if (kinship := same_happening(said, its))]
    if not kin:
        return None
    kinship, first = max(kin, key=lambda pair: pair[0].share)
    because = f"the same happening as {first.article_id}: {describe_kinship(said, kinship)}"
    return Fold(first, "same_story", because)


def list_news_in(
    story: KnownStory, folded_into: KnownStory, known: Iterable[KnownStory]
) -> list[str]:
    """The claims, names, numbers and entities of a folded story that no earlier report had."""
    earlier = [
        one.happening for one in known if one.alert_id == folded_into.alert_id and one.happening
    ]
    if story.happening is None or not earlier:
        return []
    return list_new_substance(story.happening, earlier)


def _describe_likeness(story: KnownStory, other: KnownStory) -> str | None:
    if other.content_hash == story.content_hash:
        return "the same text as"
    if not story.signature or not other.signature:
        return None
    if resembles(story.signature, other.signature, MIN_RESEMBLANCE):
        return "nearly the same text as"
    return None
