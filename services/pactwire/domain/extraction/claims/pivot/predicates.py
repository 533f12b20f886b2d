"""Verb groups: auxiliaries, modals, clitics and negation become their English order."""

from pactwire.domain.extraction.claims.pivot.cursor import TransferCursor
from pactwire.domain.extraction.claims.pivot.lexicon import (
    InflectedForm,
    PrepositionalSense,
)

PERFECT = {
    "pres": "has", "past": "had", "fut": "will have", "cond": "would have", "inf": "having",
    "ger": "having", "subj": "has",
}  # fmt: skip
PASSIVE = {
    "pres": "is", "past": "was", "fut": "will be", "cond": "would be", "inf": "to be",
    "ger": "being", "part": "been", "subj": "is",
}  # fmt: skip
GERUND_AFTER = frozenset({"without", "after", "before", "by"})
NOMINAL = frozenset(
    {"VERB", "TAIL", "N_JOIN", "N_LEAVE", "N_SIGN", "N_ADOPT", "N_RETURN", "APPROVE", "GBODY"}
)
BEFORE_CLAUSE = {"request": "demand", "admit": "say", "welcome": "say"}
HOLDS = frozenset({"will", "would"})


class VerbGroupTransfer(TransferCursor):
    """What to do at a word that is or may be a verb."""

    def have(self) -> bool:
        """A form of "to have" before a participle."""
        tense = self.tables.have.get(self.low(self.at))
        if tense is None:
            return False
        participle = self.participle_after(self.at + 1)
        if participle is None:
            return self.tables.links.isdisjoint({self.low(self.at)}) and self.put("has")
        self.participle_at = participle
        last = self.last()
        if tense == "inf" and last is not None and last.lemma == "deny":
            return self.put("that it has")
        return self.perfect(tense, participle)

    def perfect(self, tense: str, participle: int) -> bool:
        """A perfect; the French one is a simple past unless it's negated."""
        between = {self.low(index) for index in range(self.at + 1, participle)}
        simple = self.tables.simple_past and tense == "pres"
        if not simple or between & set(self.tables.negations):
            return self.auxiliary(PERFECT[tense])
        self.carry = "past"
        if "été" in between:
            self.carry = ""
            self.spent.add(next(i for i in range(self.at, participle) if self.low(i) == "été"))
            return self.put("was")
        self.at += 1
        return True

    def be(self) -> bool:
        """A form of "to be": a perfect of movement, a passive, or a copula."""
        tense = self.tables.be.get(self.low(self.at))
        if tense is None:
            return False
        participle = self.participle_after(self.at + 1)
        if participle is not None:
            self.participle_at = participle
            lemmas = {form.lemma for form in self.forms(participle) if form.tense == "part"}
            if lemmas & self.tables.moving or self.reflexive(self.at):
                return self.perfect(tense, participle)
        words = PASSIVE[tense]
        if tense == "fut" and self.member_after():
            words = "will become"
        if tense == "inf" and self.carry == "bare":
            words = "be"
        self.carry = ""
        return self.auxiliary(words)

    def member_after(self) -> bool:
        """As in "sera le 32e membre"."""
        ahead = [self.tables.words.get(self.low(at)) for at in range(self.at + 1, self.at + 6)]
        return "member" in ahead

    def auxiliary(self, words: str) -> bool:
        """Set an auxiliary; a negation that came before it goes after its first word."""
        first, *rest = words.split()
        if self.negated:
            self.negated = False
            rest = ["not", *rest]
        elif first in HOLDS and (denial := self.denial(self.at)):
            rest = [denial.replace(" ", "~"), *rest]
        return self.put(" ".join((first, *rest)))

    def modal(self) -> bool:
        """can, must, will: the infinitive after them has no "to"."""
        word = self.tables.modals.get(self.low(self.at))
        if word is None:
            return False
        ahead = self.at + 1
        while self.skips(ahead):
            ahead += 1
        if word in HOLDS and self.low(ahead) == "a":
            self.spent.add(ahead)
            ahead += 1
        if self.infinitive_after(ahead) is None:
            return self.put("goes")
        self.carry = "bare"
        return self.auxiliary(word)

    def verb(self) -> bool:
        """Any other verb form."""
        form = self.form_here()
        if form is None:
            return False
        self.asked()
        english, frame, link = self.meaning(form)
        english = self.by_complement(english)
        if frame is not None and link is not None:
            if form.lemma in {"volver"} and self.infinitive_after(link + 1) is not None:
                return self.again(form, link)
            self.spent.add(link)
        self.set_form(form, english)
        return True

    def asked(self) -> None:
        """As in "¿Abandonará Argentina ...": the subject comes before its verb."""
        last, after = self.last(), self.at + 1
        if last is None or last.low != "¿" or after >= len(self.source):
            return
        hit = self.source[after].hit
        if hit is not None and hit.kind == "country":
            self.out.append(self.source[after])
            self.spent.add(after)
            self.source[after] = self.blank(after)

    def by_complement(self, english: str) -> str:
        """The English verb that goes with what follows: a body, an infinitive, a clause."""
        after = self.at + 1
        while self.low(after) in self.tables.negations or self.adverb(self.low(after)):
            after += 1
        if english == "reinstate" and (self.body_after(after) or self.body_called(after)):
            return "rejoin"
        if self.low(after) in {"que", "qu'"} and english in BEFORE_CLAUSE:
            return BEFORE_CLAUSE[english]
        if english == "sign" and self.application_ahead():
            return "submit"
        if english == "renounce":
            link = self.preposition_after(self.at, "a" if "a" in self.tables.links else "à")
            if link is not None and self.infinitive_after(link + 1) is not None:
                return "decline"
        return english

    def application_ahead(self) -> bool:
        """As in "signe la demande d'adhésion"."""
        ahead = [self.tables.words.get(self.low(at)) for at in range(self.at + 1, self.at + 5)]
        return "application" in ahead

    def again(self, form: InflectedForm, link: int) -> bool:
        """As in "vuelve a": the infinitive that follows takes the tense."""
        self.spent.add(link)
        self.carry = form.tense if not self.carry else self.carry
        self.at += 1
        return True

    def form_here(self) -> InflectedForm | None:
        """The reading of a verb form that fits its place; None when it's a noun here."""
        forms = self.forms(self.at)
        if not forms or self.owned():
            return None
        if self.participle_at == self.at:
            return next(form for form in forms if form.tense == "part")
        finite = [form for form in forms if form.tense != "part"]
        if self.low(self.at) in self.tables.words and self.is_noun(finite):
            return None
        return (finite or list(forms))[0]

    def owned(self) -> bool:
        """Whether a determiner makes a noun of a participle: "le parti"."""
        last = self.last()
        if last is None or not last.has("DET") or self.participle_at == self.at:
            return False
        owned = last.low in {"a", "its", "their"}
        return owned or all(form.tense == "part" for form in self.forms(self.at))

    def is_noun(self, finite: list[InflectedForm]) -> bool:
        """Whether a word that may be a verb is a noun or a function word at this place."""
        if not finite or self.in_noun_phrase():
            return True
        gloss = self.tables.look_up_english(self.tables.words[self.low(self.at)])
        return gloss.tags.isdisjoint(NOMINAL) and self.meaning(finite[0])[1] is None

    def in_noun_phrase(self) -> bool:
        """Whether what stands before is a determiner, an adjective or a preposition."""
        last = self.last()
        if self.at == 0 or last is None:
            return self.low(self.at + 1) in {"de", "d'", "du", "des", "del", "a", "à", "au"}
        if self.low(self.at - 1) in self.tables.clitics - {"la", "le", "l'", "les", "los", "las"}:
            return False
        return last.has("DET", "PREP", "POSS", "NEXT", "NUM") or last.low in {"of", "to"}

    def meaning(self, form: InflectedForm) -> tuple[str, PrepositionalSense | None, int | None]:
        """English verb, the frame that fits and where its preposition stands."""
        reflexive = self.reflexive(self.at) or (
            form.tense in {"inf", "ger"} and self.low(self.at).endswith("se")
        )
        for frame in self.tables.frames.get(form.lemma, ()):
            if frame.reflexive and not reflexive:
                continue
            link = self.preposition_after(self.at, frame.preposition)
            if link is not None:
                return frame.english, frame, link
        return self.tables.plain.get(form.lemma, "go"), None, None

    def set_form(self, form: InflectedForm, english: str) -> None:
        """Set the English verb in its tense."""
        base, third, past, part, gerund = self.tables.glosses[english]
        tense = form.tense
        if self.low(self.at).endswith("mos"):
            self.emit("we", self.at)
        if tense == "inf" and self.carry:
            tense, carried = "inf", self.carry
            self.carry = ""
            self.infinitive_as(carried, (base, third, past, part))
            return
        if tense == "inf":
            self.infinitive(base, gerund)
        elif tense == "part":
            simple = self.carry == "past" and self.participle_at == self.at
            self.carry = "" if simple else self.carry
            self.put(past if simple else part)
        elif tense == "ger":
            self.put(gerund)
        else:
            self.finite(tense, base, third, past)

    def infinitive_as(self, carried: str, parts: tuple[str, str, str, str]) -> None:
        """An infinitive after a modal or after "has just"."""
        base, third, past, part = parts
        if carried in {"bare", "inf"}:
            self.put(base)
        elif carried == "part":
            self.put(part)
        else:
            self.finite(carried, base, third, past)

    def infinitive(self, base: str, gerund: str) -> None:
        """As in "to leave", after some prepositions "leaving"."""
        last = self.last()
        denial = "not " if self.negated else ""
        self.negated = False
        if last is None or last.low in GERUND_AFTER:
            self.put(gerund)
        else:
            self.put(denial + "to " + base)

    def finite(self, tense: str, base: str, third: str, past: str) -> None:
        """A finite verb, split when it is negated or future."""
        denial = "not" if self.negated else self.denial(self.at)
        self.negated = False
        if tense in {"fut", "cond"}:
            modal = "will" if tense == "fut" else "would"
            self.put(f"{modal} {denial.replace(' ', '~')} {base}")
        elif not denial:
            self.put(past if tense == "past" else third)
        elif denial == "no longer":
            self.put(f"no~longer {past if tense == 'past' else third}")
        else:
            self.put(f"{'did' if tense == 'past' else 'does'} {denial} {base}")

    def put(self, words: str) -> bool:
        """Set English words for the source word at hand and go on."""
        self.emit(words, self.at)
        self.at += 1
        return True
