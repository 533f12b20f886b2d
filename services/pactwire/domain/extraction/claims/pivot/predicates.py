"""Verb groups: auxiliaries, modals, clitics and negation become their English order."""

from pactwire.domain.extraction.claims.pivot.cursor import ARTICLE, TransferCursor
from pactwire.domain.extraction.claims.pivot.lexicon import (
    InflectedForm,
    PrepositionalSense,
)

NOMINAL = frozenset(
    {"VERB", "TAIL", "N_JOIN", "N_LEAVE", "N_SIGN", "N_ADOPT", "N_RETURN", "APPROVE", "GBODY"}
)
HOLDS = frozenset({"will", "would"})
OF_OR_TO = frozenset({"of", "to"})


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
        between = range(self.at + 1, participle)
        denied = any(self.low(index) in self.tables.negations for index in between)
        if denied or not self.tables.simple_past or tense != "pres":
            return self.auxiliary(self.tables.perfect[tense])
        been = next((at for at in between if self.tables.be.get(self.low(at)) == "part"), None)
        if been is not None:
            self.carry = ""
            self.spent.add(been)
            return self.put("was")
        self.carry = "past"
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
            if self.is_perfect(participle):
                return self.perfect(tense, participle)
        words = self.choose_copula(tense)
        self.carry = ""
        return self.auxiliary(words)

    def is_perfect(self, participle: int) -> bool:
        """Whether "to be" makes the perfect of a participle: of a movement, or reflexive."""
        lemmas = {form.lemma for form in self.forms(participle) if form.tense == "part"}
        return not lemmas.isdisjoint(self.tables.moving) or self.reflexive(self.at)

    def choose_copula(self, tense: str) -> str:
        """The English "to be"; as in "sera le 32e membre" to become."""
        if tense == "fut" and self.comes("member", 5):
            return "will become"
        return "be" if tense == "inf" and self.carry == "bare" else self.tables.passive[tense]

    def comes(self, gloss: str, reach: int) -> bool:
        """Whether a word with an English meaning is among the next words."""
        return any(self.gloss_at(self.at + far) == gloss for far in range(1, reach + 1))

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
        if word in HOLDS and self.low(ahead) in self.tables.to_party:
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
            if form.lemma in self.tables.again and self.infinitive_after(link + 1) is not None:
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
        rows = self.tables.complements.get(english, {}).items()
        return next((other for what, other in rows if self.has_complement(what)), english)

    def has_complement(self, what: str) -> bool:
        """Whether a body, a clause, an infinitive or some noun follows."""
        after = self.at + 1
        while self.low(after) in self.tables.negations or self.adverb(self.low(after)):
            after += 1
        if what == "body":
            return self.body_after(after)
        if what == "clause":
            return self.gloss_at(after) == "that"
        if what == "infinitive":
            links = [self.preposition_after(self.at, one) for one in self.tables.to_party]
            return any(at is not None and self.infinitive_after(at + 1) is not None for at in links)
        return self.comes(what, 4)

    def again(self, form: InflectedForm, link: int) -> bool:
        """As in "vuelve a": the infinitive that follows takes the tense."""
        self.spent.add(link)
        self.carry = form.tense if not self.carry else self.carry
        self.at += 1
        return True

    def form_here(self) -> InflectedForm | None:
        """The reading of a verb form that fits its place; None when it's a noun here."""
        due = self.participle_at == self.at
        forms = sorted(self.forms(self.at), key=lambda form: (form.tense == "part") is not due)
        if not forms or self.owned() or (not due and self.is_noun(forms[0])):
            return None
        return forms[0]

    def owned(self) -> bool:
        """Whether a determiner makes a noun of a participle: "le parti"."""
        last = self.last()
        if last is None or not last.has("DET") or self.participle_at == self.at:
            return False
        return (
            last.has("POSS")
            or last.low == "a"
            or all(form.tense == "part" for form in self.forms(self.at))
        )

    def is_noun(self, form: InflectedForm) -> bool:
        """Whether a word that may be a verb is a noun or a function word at this place."""
        gloss = self.gloss_at(self.at)
        if not gloss:
            return False
        if form.tense == "part" or self.in_noun_phrase():
            return True
        nominal = not self.tables.look_up_english(gloss).tags.isdisjoint(NOMINAL)
        return not nominal and self.meaning(form)[1] is None

    def in_noun_phrase(self) -> bool:
        """Whether what stands before is a determiner, an adjective or a preposition."""
        last = self.last()
        if self.at == 0 or last is None:
            return self.tables.words.get(self.plain_preposition(self.at + 1)) in OF_OR_TO
        if self.low(self.at - 1) in self.tables.clitics and self.gloss_at(self.at - 1) != ARTICLE:
            return False
        return last.has("DET", "PREP", "POSS", "NEXT", "NUM") or last.low in OF_OR_TO

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
        if last is None or last.low in self.tables.gerund_after:
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
