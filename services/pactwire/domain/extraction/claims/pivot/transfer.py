"""Transfers a French or Spanish sentence into English words in English order, offsets kept.

It is no translation: only what the claim rules look at is put right, the rest stays as it is.
"""

import re
from collections.abc import Callable

from pactwire.domain.extraction.claims.pivot.cursor import BODIES, MAX_SPAN
from pactwire.domain.extraction.claims.pivot.predicates import VerbGroupTransfer
from pactwire.domain.extraction.claims.tokens.tokens import Token, label_tokens

UNITS = frozenset({"year", "month", "week", "day"})
PARTIES = frozenset({"country", "place"})
YEAR = re.compile(r"\d{4}")
ORDINAL = re.compile(r"(\d{1,3})(?:er|re|e|es|ème|\.?[ºª°])")
HEADS = ("REP", "TAIL", "APPLY", "GPARTY", "CANDIDATE", "NATION")
OUTWARD = ("N_LEAVE", "N_SUSPEND", "N_EXPEL", "SUSPEND", "EXPEL", "LEAVE_FROM")
TAKES_PARTY = (
    "SUSPEND", "EXPEL", "ADMIT", "INVITE", "REINSTATE", "CAUSE", "GRANT", "APPROVE", "CONSIDER",
    "BLOCK", "LEAVE_FROM", "APPLY",
)  # fmt: skip


class SentenceTransfer(VerbGroupTransfer):
    """One pass over a sentence."""

    def run(self) -> list[Token]:
        """All English tokens."""
        while self.at < self.end:
            self.step()
        self.out.extend(self.held)
        return label_tokens(self.out, self.tables.english)

    def step(self) -> None:
        """Gloss what stands at the place reached; the first way that fits."""
        token = self.source[self.at]
        if token.hit is not None or token.tags:
            self.name(token)
        elif self.at in self.spent:
            self.spent_word()
        else:
            self.gloss(token)

    def gloss(self, token: Token) -> None:
        """The first way that fits, else the word as it stands."""
        for way in self.list_ways():
            if way():
                return
        self.unknown(token)

    def list_ways(self) -> tuple[Callable[[], bool], ...]:
        """The ways to gloss a word, in the order in which they are tried."""
        return (
            self.phrase, self.years_ago, self.date_before_object, self.small_word, self.modal,
            self.have, self.be, self.verb, self.number, self.preposition, self.word,
        )  # fmt: skip

    def name(self, token: Token) -> None:
        """A name; a date that stood before it comes after it."""
        self.out.extend((token, *self.held))
        self.held.clear()
        self.at += 1

    def date_before_object(self) -> bool:
        """As in "deviendra en janvier le 20e membre": the date is held back."""
        if self.held or self.low(self.at) not in self.tables.dating:
            return False
        last, start = self.last(), self.at + 1
        if last is None or not last.has("VERB"):
            return False
        end = start
        while self.low(end)[:1].isdigit() or self.names_month(end):
            end += 1
        if not self.has_calendar(start, end) or self.low(end) in {"", ".", ","}:
            return False
        kept, self.out = self.out, []
        while self.at < end:
            self.step()
        self.out, self.held = kept, self.out
        return True

    def has_calendar(self, start: int, end: int) -> bool:
        """Whether a month or a year stands between two places."""
        return any(
            self.names_month(at) or YEAR.fullmatch(self.low(at)) is not None
            for at in range(start, end)
        )

    def spent_word(self) -> None:
        """A preposition that went into a verb leaves its article behind."""
        contracted = self.low(self.at) in self.tables.contracted
        if contracted:
            self.emit("the", self.at)
        self.at += 1

    def phrase(self) -> bool:
        """A fixed expression; its last preposition may carry an article."""
        for parts, glosses in self.tables.phrases.get(self.low(self.at), ()):
            last = self.at + len(parts) - 1
            if tuple(self.lows[self.at : last]) != parts[:-1]:
                continue
            ending = {self.low(last), self.plain_preposition(last)}
            if not self.matches(parts[-1], ending):
                continue
            article = " the" if self.low(last) != parts[-1] and len(ending) > 1 else ""
            self.with_adjective(glosses, last, article)
            if glosses[-1] == "just":
                self.carry = "part"
            self.at = last + 1
            return True
        return False

    @staticmethod
    def matches(wanted: str, found: set[str]) -> bool:
        """Whether a last word fits; "d'" stands for "de"."""
        return wanted in found or (wanted == "de" and "d'" in found)

    def with_adjective(self, glosses: tuple[str, ...], last: int, article: str = "") -> None:
        """Set words, after the nationality that follows them when they make a noun."""
        noun = self.tables.look_up_english(glosses[-1])
        adjective = self.nationality(last + 1) if noun.tags else None
        takes = any(tag in HEADS or tag.startswith("N_") for tag in noun.tags)
        if adjective is not None and takes and "PREP" not in noun.tags:
            self.out.append(self.source[adjective])
            self.spent.add(adjective)
            self.source[adjective] = self.blank(adjective)
        self.emit(" ".join(glosses) + article, self.at, last)

    def nationality(self, index: int) -> int | None:
        """Index of an adjective of a country right here, other adjectives aside."""
        for ahead in range(index, min(index + 3, len(self.source))):
            hit = self.source[ahead].hit
            if hit is not None:
                described = hit.form in {"adjective", "demonym"} and hit.surface[0].islower()
                return ahead if described else None
            low = self.low(ahead)
            if not low.isalpha() or low in self.tables.words or self.forms(ahead):
                return None
            if low in self.tables.contracted or low in self.tables.clitics:
                return None
        return None

    def small_word(self) -> bool:
        """Particles and clitics of a verb group; negation before a Spanish verb."""
        low = self.low(self.at)
        if low in self.tables.particles:
            self.at += 1
            return True
        if low in self.tables.denials:
            return self.denied()
        if low in self.tables.clitics and self.verb_group_after(self.at + 1, low):
            self.at += 1
            return True
        return False

    def denied(self) -> bool:
        """Spanish "no" before a finite verb."""
        if self.verb_group_after(self.at + 1, "se"):
            self.negated = True
            self.at += 1
            return True
        return False

    def verb_group_after(self, index: int, clitic: str) -> bool:
        """Whether a verb follows, so that the word before isn't an article."""
        while self.low(index) in self.tables.clitics | self.tables.particles:
            index += 1
        low = self.low(index)
        if low in self.tables.have or low in self.tables.be or low in self.tables.modals:
            return low != "a" or bool(self.tables.particles)
        if clitic in self.tables.reflexive:
            return bool(self.forms(index))
        finite = any(form.tense not in {"part", "ger"} for form in self.forms(index))
        return finite and low not in self.tables.words

    def number(self) -> bool:
        """Ordinals, "número 38", and years with "ago"."""
        low = self.low(self.at)
        match = ORDINAL.fullmatch(low)
        if match is not None:
            self.numeral(match.group(1) + ("" if self.names_month(self.at + 1) else "th"))
            return True
        last = self.last()
        counts = low in self.tables.numero and self.low(self.at + 1).isdigit()
        if not counts or last is None or not last.has("MEMBER"):
            return False
        self.at += 1
        member = self.out.pop()
        self.numeral(self.low(self.at) + "th")
        self.out.append(member)
        return True

    def years_ago(self) -> bool:
        """As in "il y a deux ans", "hace dos años"."""
        unit = self.at + len(self.tables.ago) + 1
        if tuple(self.lows[self.at : unit - 1]) != self.tables.ago:
            return False
        gloss = self.gloss_at(unit)
        if gloss.removesuffix("s") not in UNITS:
            return False
        self.emit(f"two {gloss} ago", unit)
        self.at = unit + 1
        return True

    def numeral(self, low: str) -> None:
        """Set a number."""
        token = self.source[self.at]
        self.out.append(Token(token.start, token.end, token.text, low))
        self.at += 1

    def preposition(self) -> bool:
        """Prepositions with or without an article, when they aren't dropped."""
        low, plain = self.low(self.at), self.plain_preposition(self.at)
        if plain not in self.tables.links and plain == low:
            return False
        if low in self.tables.links and self.infinitive_after(self.at + 1) is not None:
            return self.before_infinitive(low)
        if self.dropped(plain):
            self.at += 1
            return True
        gloss = self.direction(plain)
        self.emit(gloss + (" the" if low in self.tables.contracted else ""), self.at)
        self.at += 1
        return True

    def before_infinitive(self, low: str) -> bool:
        """The mark of an infinitive; a purpose gets its own."""
        last = self.last()
        granted = last is not None and last.low == "green light"
        if low in self.tables.purpose and not granted:
            self.emit("in~order~to", self.at)
            self.carry = "bare"
        self.at += 1
        return True

    def dropped(self, plain: str) -> bool:
        """As in "suspende a Venezuela", "9 de mayo de 2030": no English preposition."""
        return (
            self.between_bodies()
            or (plain == "de" and self.inside_date())
            or (plain in self.tables.to_party and self.marks_party())
        )

    def between_bodies(self) -> bool:
        """As in "de la Unesco y de la OEA": a body before and one after."""
        if len(self.out) < 2 or not self.out[-1].has("CONJ"):
            return False
        before = self.out[-2].hit
        named = before is not None and before.kind in BODIES
        return named and self.is_named(self.at + 1, BODIES)

    def inside_date(self) -> bool:
        """As in "9 de mayo de 2030": a day or a month before, a month or a year after."""
        last = self.last()
        if last is None or not (last.low.isdigit() or last.low in self.tables.months):
            return False
        return self.low(self.at + 1).isdigit() or self.names_month(self.at + 1)

    def marks_party(self) -> bool:
        """As in "suspende a Venezuela": the object of a verb of changes."""
        last = self.last()
        takes = last is not None and last.has("VERB") and last.has(*TAKES_PARTY)
        return takes and self.is_named(self.at + 1, PARTIES)

    def direction(self, plain: str) -> str:
        """English preposition; "de" before a body is "from" after a word of leaving."""
        gloss, index = self.tables.words.get(plain, "of"), self.noun_after(self.at + 1)
        named = index < self.end and self.source[index].hit is not None
        last = self.last()
        if gloss == "to" and not named and last is not None and last.hit is not None:
            return "on"
        if gloss != "of" or not self.body_after(index):
            return gloss
        leaves = any(token.has(*OUTWARD) for token in self.out[-MAX_SPAN - 2 :])
        return "from" if leaves else gloss

    def word(self) -> bool:
        """A word of the table."""
        low, gloss = self.low(self.at), self.gloss_at(self.at)
        if not gloss:
            return False
        gloss = self.relative(gloss)
        if low in self.tables.negations and low != "plus":
            gloss = self.tables.negations[low].replace(" ", "~")
        last = self.last()
        day = "ADV" in self.tables.look_up_english(gloss).tags and gloss.endswith("day")
        if not (day and last is not None and last.lemma == "vote"):
            self.with_adjective((gloss,), self.at)
        self.at += 1
        return True

    def relative(self, gloss: str) -> str:
        """Spanish "que" after a comma recalls."""
        last = self.last()
        return "which" if gloss == "that" and last is not None and last.low == "," else gloss

    def unknown(self, token: Token) -> None:
        """Anything else: marks and digits stay; a word after a noun is taken for an adjective."""
        self.at += 1
        if not token.low:
            return
        if not token.text[0].isalpha():
            self.out.append(token)
            return
        last = self.last()
        after = last is not None and (last.hit is not None or last.has("ADJ", "MEMBER") or any(
            tag.startswith("N_") for tag in last.tags
        ))  # fmt: skip
        tags = frozenset({"ADV", "ADJ"}) if after else frozenset[str]()
        if token.low.endswith(self.tables.adverbial):
            tags = frozenset({"ADV"})
        self.out.append(Token(token.start, token.end, token.text, token.low + "_", tags))
