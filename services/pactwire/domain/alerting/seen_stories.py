"""Stories that watches know, found again by what a new one shares with them."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from pactwire.domain.alerting.dedup import COPY_WINDOW
from pactwire.domain.alerting.happenings import list_term_bands
from pactwire.domain.alerting.story_folding import (
    MAX_COMPARED_STORIES,
    KnownStory,
    describe_story,
)
from pactwire.domain.text.minhash import lsh_bands
from pactwire_schemas import Match

Scope = tuple[str, str]
"""A watch, and what its alerts are about: an article's story or a change."""
Version = tuple[str, str, int]
"""A watch, an article and its version: what a match of a story is of."""


@dataclass(frozen=True)
class SoughtStory:
    """A story whose copies are sought among those of a watch, within `COPY_WINDOW` of `at`."""

    watch_id: str
    story: KnownStory
    bands: Sequence[int]
    at: datetime


@dataclass(frozen=True)
class SeenStory:
    """A story that a watch matched, and when."""

    watch_id: str
    story: KnownStory
    seen_at: datetime

    @property
    def scope(self) -> Scope:
        """The watch and the article."""
        return self.watch_id, self.story.article_id


class FoundStories(NamedTuple):
    """A story that was sought, and those its watch knows that it may be a copy of."""

    sought: SoughtStory
    seen: Sequence[SeenStory]


@dataclass
class StoryIndex:
    """Stories in the order in which they were decided on; the newest of each band are found."""

    newest: dict[Scope, SeenStory] = field(default_factory=dict)
    """By watch and article."""
    _in_order: list[SeenStory] = field(default_factory=list)
    _moments: list[float] = field(default_factory=list)
    """When each of them was seen, in seconds of the epoch: quicker to compare than moments."""
    _numbers: dict[Scope, int] = field(default_factory=dict)
    """The place of the newest of each article in that order."""
    _superseded: set[int] = field(default_factory=set)
    _by_hash: dict[Scope, int] = field(default_factory=dict)
    _by_band: dict[tuple[str, int], deque[int]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=MAX_COMPARED_STORIES))
    )

    def add(self, seen: SeenStory) -> None:
        """Note a story that was decided on."""
        number = len(self._in_order)
        self._in_order.append(seen)
        self._moments.append(seen.seen_at.timestamp())
        self.newest[seen.scope] = seen
        if seen.scope in self._numbers:
            self._superseded.add(self._numbers[seen.scope])
        self._numbers[seen.scope] = number
        self._by_hash[seen.watch_id, seen.story.content_hash] = number
        for band in list_story_bands(seen.story):
            self._by_band[seen.watch_id, band].append(number)

    def find_similar(self, sought: SoughtStory) -> list[SeenStory]:
        """The newest with the same text, then those alike in a band, the newest first."""
        same = self._by_hash.get((sought.watch_id, sought.story.content_hash))
        found: set[int] = set()
        for band in sought.bands:
            found.update(self._by_band.get((sought.watch_id, band), ()))
        alike = sorted(found - {same}, reverse=True)[:MAX_COMPARED_STORIES]
        at, window = sought.at.timestamp(), COPY_WINDOW.total_seconds()
        numbers = alike if same is None else [same, *alike]
        return [
            self._in_order[one]
            for one in numbers
            if one not in self._superseded and abs(self._moments[one] - at) <= window
        ]


def seek_story(match: Match) -> SoughtStory:
    """What a match's story may be a copy of, or report the same as."""
    story = describe_story(match)
    return SoughtStory(match.watch.watch_id, story, list_story_bands(story), match.matched_at)


def list_story_bands(story: KnownStory) -> tuple[int, ...]:
    """The bands by which a story is found again: of its signature, and of its terms."""
    terms = story.happening.terms if story.happening else ()
    return (*list_bands(story.signature), *list_term_bands(terms))


@lru_cache(maxsize=1024)
def list_bands(signature: bytes) -> tuple[int, ...]:
    """The bands of a signature, each once; a batch asks several times for the same."""
    return tuple(dict.fromkeys(lsh_bands(signature)))
