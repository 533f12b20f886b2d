"""Coreference: resolves a phrase (a name, a pronoun, "the country") to members."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.salience import find_salient_member
from pactwire.domain.extraction.claims.tokens.tokens import Token

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
    after = analysis.token(phrase.last + 1)
    expletive = analysis.among(phrase.last + 2, "EXPLETIVES")
    return phrase.word == "it" and expletive and after is not None and after.has("BE")


def resolve_anaphor(analysis: SentenceAnalysis, phrase: PartyPhrase) -> tuple[Member, ...]:
    """Whom a pronoun or a common noun means."""
    if is_expletive(analysis, phrase):
        return ()
    before = list_parties_before(analysis, phrase)
    if phrase.plural:
        several = next((p.members for p in reversed(before) if len(p.members) > 1), ())
        if several or phrase.kind == "generic":
            return several or analysis.context.last_pair(analysis.sentence.start)
    if phrase.word in {"we", "our"}:
        return resolve_quoted_speaker(analysis, phrase)
    chosen = choose_antecedent(analysis, phrase, before)
    if chosen is not None:
        return chosen.members
    last = find_salient_member(analysis.context, analysis.sentence.start)
    return (last,) if last is not None and phrase.word != "both" else ()


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
    return next((p for p in reversed(before) if p.kind in {"leader", "representative"}), None)


def resolve_quoted_speaker(analysis: SentenceAnalysis, phrase: PartyPhrase) -> tuple[Member, ...]:
    """As in "We will leave," the minister of X said: the state of the speaker."""
    for party in analysis.phrases.parties:
        if party.kind not in {"representative", "leader"} or not party.members:
            continue
        around = (analysis.token(party.last + 1), analysis.token(party.first - 1))
        if any(token is not None and token.has("REPORT") for token in around):
            return party.members
    return resolve_pronoun_speaker(analysis)


def resolve_pronoun_speaker(analysis: SentenceAnalysis) -> tuple[Member, ...]:
    """As in "The president of X stood up. "We will leave," he said."."""
    for index, token in enumerate(analysis.tokens[:-1]):
        after = analysis.tokens[index + 1]
        if token.low in {"he", "she"} and after.has("REPORT") and after.has("f:ed"):
            last = find_salient_member(analysis.context, analysis.sentence.start)
            return (last,) if last is not None else ()
    return ()


def find_likely_subject(
    analysis: SentenceAnalysis, before: list[PartyPhrase]
) -> PartyPhrase | None:
    """The nearest phrase that no preposition governs, else the nearest."""
    for party in reversed(before):
        expletive = analysis.low(party.last + 1) == "to" and party is not before[0]
        if party.kind == "adjective" or expletive:
            continue
        left = find_governing_word(analysis, party)
        addressed = left is not None and left.among("ADDRESSING") and party is not before[0]
        if not addressed and (left is None or not left.has("PREP")):
            return party
    return before[-1] if before else None


def find_governing_word(analysis: SentenceAnalysis, party: PartyPhrase) -> Token | None:
    """The word in front of a phrase, what describes it aside: "by his Fijian colleague X"."""
    for back in range(party.first - 1, max(-1, party.first - 6), -1):
        token = analysis.tokens[back]
        adjective = analysis.phrases.party_at.get(back)
        describes = token.has("DET", "NEXT", "POSS") or is_plain(token)
        if not (describes or (adjective is not None and adjective.kind == "adjective")):
            return token
    return None


def resolve_subject(
    analysis: SentenceAnalysis, chain: GovernorChain, index: int
) -> tuple[Member, ...]:
    """Members of a chain's subject; a subjectless gerund takes the sentence's first party."""
    if chain.subject is not None:
        return resolve_members(analysis, chain.subject)
    if chain.unknown or chain.form not in {"gerund", "infinitive", "noun"}:
        return ()
    gerund = chain.form == "gerund"
    wanted = NAMED if gerund else NAMED - {"adjective", "people"}
    for party in analysis.phrases.parties:
        if party.possessive and not gerund:
            continue
        if party.last < index and party.kind in wanted and not is_location(analysis, party):
            return party.members
    if chain.subordinate:
        return resolve_following_subject(analysis, index)
    return resolve_later_party(analysis, index) if chain.form == "gerund" and index == 0 else ()


def resolve_later_party(analysis: SentenceAnalysis, index: int) -> tuple[Member, ...]:
    """As in "Leaving the union could cost Britain jobs": the first state after the gerund."""
    for party in analysis.phrases.parties:
        if index < party.first < index + 14 and party.members and party.kind != "leader":
            return party.members
    return ()


def is_location(analysis: SentenceAnalysis, party: PartyPhrase) -> bool:
    """A place the sentence only passes: "in Ankara", "from Israel"."""
    left = analysis.token(party.first - 1)
    return left is not None and left.has("PREP") and not party.possessive


def resolve_following_subject(analysis: SentenceAnalysis, index: int) -> tuple[Member, ...]:
    """As in "Since joining the bloc in 2004, Poland has ...": the party after the comma."""
    for position in range(index, min(index + 20, len(analysis.tokens))):
        if analysis.low(position) == ",":
            party = analysis.phrases.party_at.get(position + 1) or analysis.phrases.party_at.get(
                position + 2
            )
            return party.members if party is not None else ()
    return ()


def exclude_bodies(
    bodies: tuple[BodyFacts, ...], members: tuple[Member, ...]
) -> tuple[Member, ...]:
    """The members, each once, without the bodies themselves."""
    ids = {body.entity_id for body in bodies}
    return tuple(dict.fromkeys(member for member in members if member.entity_id not in ids))
