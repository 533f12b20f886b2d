"""Coreference: resolves a phrase (a name, a pronoun, "the country") to members."""

from itertools import pairwise

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.salience import find_salient_member
from pactwire.domain.extraction.claims.tokens.tokens import NOWHERE, Token

ACTING = frozenset({"representative", "leader"})
OPEN_FORMS = frozenset({"gerund", "infinitive", "noun"})
"""Forms of predicates that have no subject of their own."""
NAMED = frozenset({"state", "representative", "leader", "seat", "people", "adjective"})


def resolve_members(
    analysis: SentenceAnalysis, phrase: PartyPhrase | BodyPhrase | None
) -> tuple[Member, ...]:
    """The members a phrase stands for; empty when the text doesn't say."""
    if phrase is None:
        return ()
    if isinstance(phrase, BodyPhrase):
        if phrase.generic or phrase.head != "body":
            return ()
        return (Member(phrase.body.entity_id, phrase.body.name, None),)
    if phrase.members:
        return phrase.members
    return resolve_anaphor(analysis, phrase)


def is_expletive(analysis: SentenceAnalysis, phrase: PartyPhrase) -> bool:
    """As in "it was time to": the pronoun means nobody."""
    time = analysis.among(phrase.last + 2, "EXPLETIVES") and analysis.look(phrase.last + 1).has(
        "BE"
    )
    return phrase.word == "it" and time


def resolve_anaphor(analysis: SentenceAnalysis, phrase: PartyPhrase) -> tuple[Member, ...]:
    """Whom a pronoun or a common noun means."""
    if is_expletive(analysis, phrase):
        return ()
    before = list_parties_before(analysis, phrase)
    several = find_several(analysis, phrase, before) if phrase.plural else ()
    if several or (phrase.plural and phrase.kind == "generic"):
        return several
    if phrase.word in {"we", "our"}:
        return resolve_quoted_speaker(analysis, phrase)
    chosen = choose_antecedent(analysis, phrase, before)
    if chosen is not None:
        return chosen.members
    return resolve_salient(analysis) if phrase.word != "both" else ()


def find_several(
    analysis: SentenceAnalysis, phrase: PartyPhrase, before: list[PartyPhrase]
) -> tuple[Member, ...]:
    """The list named last in the sentence; "both countries" may be a pair of an earlier one."""
    several = next((party.members for party in reversed(before) if len(party.members) > 1), ())
    if several or phrase.kind != "generic":
        return several
    return analysis.context.last_pair(analysis.sentence.start)


def resolve_salient(analysis: SentenceAnalysis) -> tuple[Member, ...]:
    """The state that the sentences before speak of."""
    last = find_salient_member(analysis.context, analysis.sentence.start)
    return (last,) if last is not None else ()


def list_parties_before(analysis: SentenceAnalysis, phrase: PartyPhrase) -> list[PartyPhrase]:
    """The parties that a sentence names before a phrase, those of its dateline aside."""
    placed = find_dateline_end(analysis)
    return [
        party
        for party in analysis.phrases.parties
        if placed < party.first and party.last < phrase.first and party.members
    ]


def choose_antecedent(
    analysis: SentenceAnalysis, phrase: PartyPhrase, before: list[PartyPhrase]
) -> PartyPhrase | None:
    """Whom a pronoun means among those named before: who acts, who opens an "if" clause."""
    chosen = find_acting_person(before) if phrase.word in {"he", "she", "his", "her"} else None
    if chosen is None and before and analysis.among(phrase.first - 1, "IF"):
        return before[0]
    return chosen or find_likely_subject(analysis, before)


def find_dateline_end(analysis: SentenceAnalysis) -> int:
    """Where "MEISE, Belgium, Dec 16 (AFP) -" ends; -1 without one."""
    first = analysis.tokens[0].text
    if not first.isupper() or len(first) < 3:
        return -1
    opening = (token.low for token in analysis.tokens[:14])
    return next((at for at, low in enumerate(opening) if low in {"-", "—", "–"}), -1)


def find_acting_person(before: list[PartyPhrase]) -> PartyPhrase | None:
    """The nearest leader or government."""
    return next((p for p in reversed(before) if p.kind in ACTING), None)


def resolve_quoted_speaker(analysis: SentenceAnalysis, phrase: PartyPhrase) -> tuple[Member, ...]:
    """As in "We will leave," the minister of X said: the state of the speaker."""
    for party in analysis.phrases.parties:
        around = analysis.look(party.last + 1), analysis.look(party.first - 1)
        if party.kind in ACTING and any(token.has("REPORT") for token in around):
            return party.members
    return resolve_pronoun_speaker(analysis)


def resolve_pronoun_speaker(analysis: SentenceAnalysis) -> tuple[Member, ...]:
    """As in "The president of X stood up. "We will leave," he said."."""
    said = any(
        token.among("HE_OR_SHE") and after.has("REPORT") and after.has("f:ed")
        for token, after in pairwise(analysis.tokens)
    )
    return resolve_salient(analysis) if said else ()


def find_likely_subject(
    analysis: SentenceAnalysis, before: list[PartyPhrase]
) -> PartyPhrase | None:
    """The nearest phrase that no preposition governs, else the nearest."""
    for party in reversed(before):
        left = find_governing_word(analysis, party)
        mere_object = left.among("ADDRESSING") or analysis.low(party.last + 1) == "to"
        governed = left.has("PREP") or (mere_object and party is not before[0])
        if party.kind != "adjective" and not governed:
            return party
    return before[-1] if before else None


def find_governing_word(analysis: SentenceAnalysis, party: PartyPhrase) -> Token:
    """The word in front of a phrase, what describes it aside: "by his Fijian colleague X"."""
    for back in range(party.first - 1, party.first - 6, -1):
        token = analysis.look(back)
        adjective = analysis.phrases.party_at.get(back)
        describes = token.has("DET", "NEXT", "POSS") or is_plain(token)
        if not (describes or (adjective is not None and adjective.kind == "adjective")):
            return token
    return NOWHERE


def resolve_subject(
    analysis: SentenceAnalysis, chain: GovernorChain, index: int
) -> tuple[Member, ...]:
    """Members of a chain's subject; a subjectless gerund takes the sentence's first party."""
    if chain.subject is not None:
        return resolve_members(analysis, chain.subject)
    if chain.unknown or chain.form not in OPEN_FORMS:
        return ()
    gerund = chain.form == "gerund"
    first = find_first_party(analysis, index, gerund)
    if first is not None:
        return first.members
    if chain.subordinate:
        return resolve_following_subject(analysis, index)
    return resolve_later_party(analysis, index) if gerund and index == 0 else ()


def find_first_party(analysis: SentenceAnalysis, index: int, gerund: bool) -> PartyPhrase | None:
    """The first party before a predicate that may be its subject; places are none."""
    wanted = NAMED if gerund else NAMED - {"adjective", "people"}
    for party in analysis.phrases.parties:
        placed = not party.possessive and analysis.look(party.first - 1).has("PREP")
        free = gerund or not party.possessive
        if party.last < index and party.kind in wanted and free and not placed:
            return party
    return None


def resolve_later_party(analysis: SentenceAnalysis, index: int) -> tuple[Member, ...]:
    """As in "Leaving the union could cost Britain jobs": the first state after the gerund."""
    later = (party for party in analysis.phrases.parties if index < party.first < index + 14)
    return next((party.members for party in later if party.members), ())


def resolve_following_subject(analysis: SentenceAnalysis, index: int) -> tuple[Member, ...]:
    """As in "Since joining the bloc in 2004, Poland has ...": the party after the comma."""
    ahead = range(index, min(index + 20, len(analysis.tokens)))
    comma = next((at for at in ahead if analysis.among(at, "COMMA")), -1)
    party = analysis.phrases.party_at.get(comma + 1) if comma >= 0 else None
    return party.members if party is not None else ()


def exclude_bodies(
    bodies: tuple[BodyFacts, ...], members: tuple[Member, ...]
) -> tuple[Member, ...]:
    """The members, each once, without the bodies themselves."""
    ids = {body.entity_id for body in bodies}
    return tuple(dict.fromkeys(member for member in members if member.entity_id not in ids))
