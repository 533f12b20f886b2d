"""A world to watch, made with a seed: articles as they are written, and watches as people ask.

Names come from the reference data, sentences from the labelled texts of `tests/quality`; the most
named states take most of the mentions, and one word in ten most of the text, as in newspapers.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from pactwire.domain.reference import ReferenceData
from pactwire_schemas import Watch

CASES = Path(__file__).resolve().parents[1] / "quality"
FAMOUS = "US CN GB RU UA FR DE IN IL IR JP CA AU TR IT BR SA KR PK ES SY KP PL".split()
PUBLISHERS = [f"paper-{number}.example" for number in range(800)]
LANGUAGES = ("en", "en", "en", "en", "fr", "es", "de", "ar")
WORD = re.compile(r"\w{5,}")


@dataclass(frozen=True)
class WatchWorld:
    """What articles and watches are made of; plain values, so that they can be handed on."""

    entities: list[str]
    """States, then everything else, the most named first."""
    bodies: list[str]
    memberships: list[tuple[str, str]]
    sentences: list[str]


def build_world(reference: ReferenceData) -> WatchWorld:
    """The world of the reference data."""
    dice = random.Random(5)
    states = sorted(one.id for one in reference.entities.values() if one.type == "state")
    others = sorted(one.id for one in reference.entities.values() if one.type != "state")
    dice.shuffle(states)
    dice.shuffle(others)
    states.sort(key=lambda state: FAMOUS.index(state) if state in FAMOUS else len(FAMOUS))
    pairs = [(body, member) for body in sorted(reference.bodies)
             for member in sorted(reference.members(body))]  # fmt: skip
    return WatchWorld(
        states + others[:1500], sorted({body for body, _ in pairs}), pairs, read_sentences()
    )


def read_sentences() -> list[str]:
    """English sentences of the labelled texts."""
    found: list[str] = []
    for path in sorted(CASES.rglob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or ():
            text = case.get("text") if isinstance(case, dict) else None
            if text and text.isascii():
                found.append(" ".join(text.split()))
    return found


class WatchWriter:
    """Writes watches: names, sets, phrases and publishers, most of them narrow."""

    def __init__(self, world: WatchWorld, count: int) -> None:
        """For `count` watches there are a fifth as many phrases."""
        self._dice = random.Random(count)
        self._world = world
        self._weights = cumulative_weights(len(world.entities))
        self._phrases = self._invent_phrases(max(50, count // 5))

    def write(self, count: int) -> Iterator[Watch]:
        """So many watches, each with an id of its own."""
        kinds = (self._entity_and_phrase, self._two_entities, self._set_and_phrase,
                 self._entity_and_publisher, self._two_phrases, self._rare_entities)  # fmt: skip
        shares = (30, 20, 15, 15, 10, 10)
        for number, kind in enumerate(self._dice.choices(kinds, shares, k=count)):
            document = {"id": f"desk-{number}", "name": f"Desk {number % 997}", **kind()}
            yield Watch.model_validate(document)

    def _invent_phrases(self, count: int) -> list[str]:
        """Two words that stand together in a text, one time in forty, or anywhere."""
        words = [WORD.findall(sentence.lower()) for sentence in self._world.sentences]
        every = sorted({word for line in words for word in line})
        together = sorted({" ".join(pair) for line in words for pair in pairwise(line)})
        dice = self._dice
        return [
            dice.choice(together)
            if number % 40 == 0
            else f"{dice.choice(every)} {dice.choice(every)}"
            for number in range(count)
        ]

    def _entities(self, count: int) -> list[str]:
        return draw(self._dice, self._world.entities, self._weights, count)

    def _phrase_list(self, most: int) -> list[str]:
        return self._dice.choices(self._phrases, k=self._dice.randint(1, most))

    def _entity_and_phrase(self) -> dict[str, Any]:
        return {
            "when": {"mentioned": {"all": self._entities(1), "text": {"any": self._phrase_list(3)}}}
        }

    def _two_entities(self) -> dict[str, Any]:
        rare = self._dice.choice(self._world.entities[100:])
        when = {"when": {"mentioned": {"all": [*self._entities(1), rare]}}}
        return when | ({"sources": self._sources()} if self._dice.random() < 0.5 else {})

    def _set_and_phrase(self) -> dict[str, Any]:
        members = {"members_of": self._dice.choice(self._world.bodies)}
        return {"when": {"mentioned": {"any": [members], "text": {"all": self._phrase_list(1)}}}}

    def _entity_and_publisher(self) -> dict[str, Any]:
        return {"when": {"mentioned": {"any": self._entities(1)}}, "sources": self._sources()}

    def _two_phrases(self) -> dict[str, Any]:
        return {"when": {"mentioned": {"text": {"all": self._phrase_list(2)}}}, "languages": ["en"]}

    def _rare_entities(self) -> dict[str, Any]:
        rare = self._dice.sample(self._world.entities[200:], 2)
        return {"when": {"mentioned": {"all": rare, "not": self._entities(1)}}}

    def _sources(self) -> dict[str, Any]:
        return {"only": self._dice.choices(PUBLISHERS, k=2)}


def write_articles(world: WatchWorld, count: int, words: int) -> Iterator[dict[str, Any]]:
    """Enriched articles of so many words; one in seventy words names somebody."""
    dice = random.Random(words)
    weights = cumulative_weights(len(world.entities))
    for number in range(count):
        body, length = [], 0
        while length < words:
            body.append(dice.choice(world.sentences))
            length += body[-1].count(" ") + 1
        text = " ".join(" ".join(body).split()[:words])
        named = draw(dice, world.entities, weights, max(3, words // 70))
        mentions = [build_mention(dice, entity) for entity in named for _ in range(3)]
        yield {
            "article": {
                "article_id": f"a-{number}", "body": text, "headline": body[0][:80],
                "language": dice.choice(LANGUAGES), "content_hash": "",
                "received_at": "2026-01-05T00:00:00Z",
                "source": {"name": "Paper", "domain": dice.choice(PUBLISHERS), "tier": 2},
            },
            "mentions": mentions, "extractor_version": "1", "dictionary_version": "1",
        }  # fmt: skip


def build_mention(dice: random.Random, entity: str) -> dict[str, Any]:
    """A mention; one in ten is the source of what is said."""
    return {
        "entity_id": entity, "kind": "country" if len(entity) == 2 else "organisation",
        "name": entity, "field": "body", "start": 0, "end": len(entity), "surface": entity,
        "form": "name", "role": "source" if dice.random() < 0.1 else "subject", "why": "the name",
    }  # fmt: skip


def cumulative_weights(count: int) -> list[float]:
    """Zipf's law."""
    total, found = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 3)
        found.append(total)
    return found


def draw(dice: random.Random, names: Sequence[str], weights: list[float], count: int) -> list[str]:
    """So many different names."""
    found: dict[str, None] = {}
    while len(found) < count:
        found.update(dict.fromkeys(dice.choices(names, cum_weights=weights, k=count - len(found))))
    return list(found)
