"""One text as the rules of disambiguation see it: neighbours of a name, and the topic.

Everything that needs the whole text is worked out at most once, and only when a rule asks.
"""

import re
from collections import Counter
from datetime import date
from functools import cached_property

from pactwire.domain.extraction.entities.scan import Candidate, ContextWord
from pactwire.domain.extraction.entities.sport import is_sport, touches_sport
from pactwire.domain.reference import (
    COMPOSED,
    COMPOSED_BY_CHANGE,
    COMPOSED_BY_COUNT,
    COMPOSED_LOOSELY,
    Entity,
    ReferenceData,
    Sense,
)
from pactwire.domain.text.normalise import NormalisedText

REACH = 30
"""Code points within which a neighbouring word must begin or end."""
TITLE_LINE = 160
YEARS = 1
"""So many years before its founding and after its end a body is spoken of as if it were there."""
NEEDS_OF_COMPOSED = frozenset({COMPOSED, COMPOSED_LOOSELY, COMPOSED_BY_COUNT, COMPOSED_BY_CHANGE})
VAGUE = NEEDS_OF_COMPOSED | {"introduction", "introduction or word", "introduction, word or change"}
"""What it takes to read the vaguest forms as ours; two of them don't vouch for each other."""
MIN_WORD_LOOKUPS = 45
LOOKUP_BUDGET = 6_000_000
"""So many words are looked for in a text to tell what letters mean, in short texts as many as cost
the same: for ten pages fifty bodies whose letters others share. Past that none is found."""
BRACKETED = re.compile(r"\(([^()]{1,40})\)")


def vague(sense: Sense) -> bool:
    """Whether a form says so little that the name of a member would not make it ours."""
    return sense.ambiguity is not None and sense.ambiguity.needs in VAGUE


class TextContext:
    """The context of the candidates of one text."""

    def __init__(
        self,
        normalised: NormalisedText,
        reference: ReferenceData,
        candidates: list[Candidate],
        words: list[ContextWord],
    ) -> None:
        """Keep what the scan found; everything else is computed when asked for."""
        self.plain = normalised.plain
        self.reference = reference
        self.candidates = candidates
        self.words = words
        self.is_about_sport = bool(candidates) and is_sport(self.plain, candidates, words)
        """Whether the text is about sport."""
        self.published_on: date | None = None
        self.lines: dict[int, bool] = {}
        self.introduced: dict[str, str | None] = {}
        self.support_cache: dict[tuple[str, str], str] = {}
        self.word_cache: dict[str, bool] = {}
        self.other_meanings: dict[str, str] = {}
        """Forms that were found to mean something else, and what; bare repeats follow."""

    def word_set(self, name: str) -> frozenset[str]:
        """A word list of the reference data."""
        return self.reference.word_sets.get(name, frozenset())

    @cached_property
    def labels(self) -> Counter[str]:
        """How often words of each label occur."""
        return Counter(label for word in self.words for label in word.labels)

    @cached_property
    def is_about_us_georgia(self) -> bool:
        """Whether its Georgia is the US state."""
        labels = self.labels
        east = 3 * labels["caucasus"] + (3 if self.names_otherwise("GE", "Georgia") else 0)
        south = 2 * labels["us_georgia"] + labels["us_state"] + labels["us_local"]
        if east == south:
            abroad = labels["national"] or self.countries - {"US", "GE"} or self.bodies
            return not abroad
        return south > east

    @cached_property
    def touches_sport(self) -> bool:
        """Whether letters in it may be those of a federation or a cup."""
        return self.is_about_sport or touches_sport(self.words, len(self.plain))

    @cached_property
    def starts(self) -> dict[int, Candidate]:
        """The candidates by where they start."""
        return {candidate.start: candidate for candidate in self.candidates}

    @cached_property
    def certain_entities(self) -> frozenset[str]:
        """Entities that a name without a second meaning stands for; states of such places too."""
        found = set()
        for candidate in self.candidates:
            if len(candidate.senses) == 1 and candidate.senses[0].ambiguity is None:
                sense = candidate.senses[0]
                entity = sense.entity
                found.add(entity.id)
                certain = entity.type == "capital" or " " in sense.spelling
                if entity.parent and certain and entity.type in {"capital", "leader"}:
                    found.add(entity.parent)
        return frozenset(found)

    @cached_property
    def spellings_by_entity(self) -> dict[str, set[str]]:
        """The spellings by which each entity, or what belongs to it, is surely named."""
        found: dict[str, set[str]] = {}
        for candidate in self.candidates:
            if len(candidate.senses) > 1 or vague(candidate.senses[0]):
                continue
            sense = candidate.senses[0]
            owner = sense.entity
            found.setdefault(owner.id, set()).add(sense.spelling)
            if owner.parent and owner.type != "seat":
                found.setdefault(owner.parent, set()).add(sense.spelling)
        return found

    def names_otherwise(self, entity: str, form: str) -> bool:
        """Whether the text names the entity by anything but this very form."""
        forms = self.spellings_by_entity.get(entity, ())
        return len(forms) > 1 or (len(forms) == 1 and form not in forms)

    @cached_property
    def ends(self) -> dict[int, Candidate]:
        """The candidates by where they end."""
        return {candidate.end: candidate for candidate in self.candidates}

    @cached_property
    def fully_named(self) -> frozenset[str]:
        """People whose full name stands in the text."""
        return frozenset(
            sense.entity.id
            for candidate in self.candidates
            for sense in candidate.senses
            if sense.entity.kind == "person" and " " in sense.spelling
        )

    def existed(self, entity: Entity) -> bool:
        """Whether there was such a body when the text was published, or nearly."""
        on, began, ended = self.published_on, entity.since, entity.until
        if on is None:
            return True
        begun = began is None or int(began[:4]) - YEARS <= on.year
        return begun and (ended is None or on.year <= int(ended[:4]) + YEARS)

    def contains(self, word: str) -> bool:
        """Whether the text has the letters of a word anywhere."""
        known = self.word_cache.get(word)
        if known is None:
            most = max(MIN_WORD_LOOKUPS, LOOKUP_BUDGET // len(self.plain))
            known = self.word_cache[word] = len(self.word_cache) < most and word in self.plain
        return known

    @cached_property
    def bracketed(self) -> dict[str, int]:
        """What stands alone in brackets, and where it does so first."""
        found: dict[str, int] = {}
        for match in BRACKETED.finditer(self.plain):
            found.setdefault(match.group(1), match.start())
        return found

    @cached_property
    def mentions_polish(self) -> bool:
        """Whether polish, the paste, is in the text."""
        return "polish" in self.plain

    @cached_property
    def channel_islands(self) -> frozenset[str]:
        """The Channel Islands that are spelled out."""
        return frozenset(
            {"JE", "GG"} & {candidate.senses[0].entity.id for candidate in self.candidates}
        )

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries named without doubt."""
        entities = self.reference.entities
        return frozenset(e for e in self.certain_entities if entities[e].kind == "country")

    @cached_property
    def named_countries(self) -> frozenset[str]:
        """Countries whose name stands in the text, though it may be another's as well."""
        return frozenset(
            candidate.senses[0].entity.id
            for candidate in self.candidates
            if candidate.senses[0].entity.kind == "country"
        )

    @cached_property
    def mentioned_entities(self) -> frozenset[str]:
        """Whatever is named, surely or perhaps."""
        return self.named_countries | self.certain_entities

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Bodies named without doubt that states can join and leave."""
        entities = self.reference.entities
        return frozenset(e for e in self.certain_entities if entities[e].membership)

    @cached_property
    def may_name_bodies(self) -> bool:
        """Whether anything in it may be a body that states can join."""
        return any(one.senses[0].entity.membership for one in self.candidates)

    def before(self, start: int) -> str:
        """The word in front, with its punctuation; empty at a line's start or without a blank."""
        plain = self.plain
        if start < 2 or plain[start - 1] != " ":
            return ""
        floor = max(0, start - REACH)
        at = max(plain.rfind(" ", floor, start - 1), plain.rfind("\n", floor, start - 1))
        return plain[at + 1 : start - 1] if at >= 0 else plain[floor : start - 1]

    def after(self, end: int) -> str:
        """The word behind one blank, punctuation left out; empty when there is none."""
        plain = self.plain
        if plain[end : end + 1] not in {" ", "\n"}:
            return ""
        stop = end + 1
        limit = min(len(plain), stop + REACH)
        while stop < limit and (plain[stop].isalnum() or plain[stop] in "-."):
            stop += 1
        return plain[end + 1 : stop].rstrip(".-")

    def after_comma(self, end: int) -> str:
        """The word behind `, `, its dots kept."""
        plain = self.plain
        if plain[end : end + 2] != ", ":
            return ""
        stop = end + 2
        limit = min(len(plain), stop + REACH)
        while stop < limit and (plain[stop].isalnum() or plain[stop] == "."):
            stop += 1
        return plain[end + 2 : stop]

    def opens_sentence(self, start: int) -> bool:
        """Whether the word that begins here is the first of a sentence, quotation or line."""
        head = self.plain[max(0, start - 3) : start].rstrip(" ")
        return not head or head[-1] in ".!?:\"'\n("

    def in_title_case(self, start: int) -> bool:
        """Whether the line around is written In Title Case, or all in capitals."""
        floor = max(0, start - TITLE_LINE)
        line_start = self.plain.rfind("\n", floor, start) + 1
        if line_start == 0 and floor > 0:
            return False
        known = self.lines.get(line_start)
        if known is None:
            known = self.lines[line_start] = self._is_titled(line_start)
        return known

    def _is_titled(self, line_start: int) -> bool:
        line = self.plain[line_start : line_start + TITLE_LINE + 1].partition("\n")[0]
        if len(line) > TITLE_LINE:
            return False
        long_words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
        small = sum(word[0].islower() for word in long_words)
        return len(long_words) > 2 and small * 5 <= len(long_words)

    def in_capitals(self, start: int, end: int) -> bool:
        """Whether the words around are in capitals too."""
        before = self.plain[max(0, start - 20) : start].rpartition("\n")[2]
        around = before + self.plain[end : end + 20].partition("\n")[0]
        letters = [char for char in around if char.isalpha()]
        return len(letters) > 4 and sum(map(str.isupper, letters)) * 10 > len(letters) * 8
