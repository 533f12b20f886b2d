"""The body of a decision: the one named after the party, or the one that acts."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import (
    TIME_WORDS,
    BodyPhrase,
    PartyPhrase,
    is_word,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.copulas import find_member_noun
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member

ANY_HEAD = frozenset({"body", "agent", "possessor"})
OUTWARD = frozenset({"from", "out of"})
AIMED = frozenset({"for"})
INWARD = frozenset({"to", "into", "in", "onto", "within"})
CLUBS = frozenset(
    {"alliance", "union", "bloc", "coalition", "cartel", "monetary_union", "forum", "igo"}
)
"""Kinds of bodies that invite states to be members; others invite to talks."""


def skip_term(analysis: SentenceAnalysis, start: int) -> int:
    """Behind "a two-year term on", "one of ten seats on": where the body stands."""
    for index in range(start, min(start + 6, len(analysis.tokens) - 1)):
        if analysis.low(index) in {"term", "terms", "seat", "seats"}:
            return index + 2 if analysis.low(index + 1) in {"on", "in"} else start
        if index in analysis.phrases.body_at:
            break
    return start


def find_complement(
    analysis: SentenceAnalysis, start: int, label: str
) -> tuple[list[BodyPhrase], int]:
    """The body named after the party: "from the union", "into the club", "as a member of"."""
    wanted = OUTWARD if label in {"SUSPEND", "EXPEL", "EXPEL_FROM"} else INWARD
    wanted = AIMED if label == "CLEAR" else wanted
    wanted = INWARD | OUTWARD if is_undone(analysis, start, label) else wanted
    for index in range(start, min(start + 9, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in wanted:
            bodies, last = find_bodies_at(analysis, skip_term(analysis, index + 1))
            if bodies:
                return bodies, last
            if label in {"SUSPEND", "REINSTATE"}:
                return find_body_of_organs(analysis, index + 1)
        if token.low == "as":
            return find_role_body(analysis, index + 1)
        if (token.has("VERB", "REL", "SUBORD") and not token.has("N_JOIN")) or token.low in {
            ";",
            ":",
        }:
            break
    return [], start


def is_undone(analysis: SentenceAnalysis, start: int, label: str) -> bool:
    """As in "is unsuspended from the union": what undoes a suspension governs as that does."""
    verb = analysis.token(start - 1)
    return label == "REINSTATE" and verb is not None and verb.lemma.startswith("un")


ORGANS = word_set(
    "activities organs bodies meetings institutions councils structures ranks fold family "
    "work rights"
)
INSIDE = ORGANS | word_set("membership participation participating taking attending sitting it all")
"""What one is suspended from when one is suspended from the body itself."""


def has_other_source(analysis: SentenceAnalysis, label: str, party: PartyPhrase) -> bool:
    """As in "expels X from the payment system": what it is put out of is said, and it's no body."""
    start = party.last + 1
    if label not in {"EXPEL", "EXPEL_FROM", "SUSPEND"} or analysis.low(start) != "from":
        return False
    for index in range(start + 1, min(start + 6, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in INSIDE or token.low in TIME_WORDS or token.low[0].isdigit():
            return False
        if token.has("GBODY", "MEMBER", "N_JOIN", "N_PART") or index in analysis.phrases.party_at:
            return token.among("OTHER_THINGS")
    return True


def find_body_of_organs(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "from the councils of the union", "from all its activities"."""
    for index in range(start, min(start + 5, len(analysis.tokens))):
        owner = analysis.phrases.body_at.get(index)
        if owner is not None and owner.head != "body":
            after = owner.last + (2 if owner.head == "possessor" else 1)
            return ([owner], after) if analysis.low(after) in ORGANS else ([], start)
        if analysis.low(index) in ORGANS and analysis.low(index + 1) in {"of", "in"}:
            return find_bodies_at(analysis, index + 2)
    return [], start


def find_role_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "as a full member of the alliance", "as its 32nd member"."""
    found = find_member_noun(analysis, start)
    return (found[1], found[2]) if found is not None else ([], start)


def find_decision_governors(analysis: SentenceAnalysis, index: int) -> GovernorChain:
    """What governs a decision; of "follows A in suspending X" what governs the one who follows."""
    chain = analysis.find_governors(index, body_subject=True)
    first = chain.subject
    if chain.form != "gerund" or first is None or first.first == 0:
        return chain
    verb = analysis.tokens[first.first - 1]
    leads = verb.has("JOIN") or verb.lemma == "follow"
    if leads and analysis.low(first.last + 1) == "in":
        return analysis.find_governors(first.first - 1, body_subject=True)
    return chain


GOVERNING = frozenset(
    {
        "x-au-peace-and-security-council",
        "x-african-union-commission",
        "x-council-of-europe-committee-of-ministers",
        "x-un-general-assembly",
        "x-un-security-council",
        "x-parliamentary-assembly-of-the-council-of-europe",
        "x-fao-council",
        "x-iaea-board-of-governors",
        "x-icao-council",
        "x-ilo-governing-body",
        "x-imo-council",
        "x-north-atlantic-council",
        "x-unesco-executive-board",
        "x-who-executive-board",
    }
)
"""Organs that decide who belongs to the whole."""


def find_parent_body(analysis: SentenceAnalysis, subject: BodyPhrase) -> BodyPhrase:
    """As in "The Committee of Ministers suspended X": from the body whose organ it is."""
    if subject.body.entity_id not in GOVERNING:
        return subject
    world = analysis.context.world
    entity = world.entity(subject.body.entity_id)
    whole = world.body(entity.parent) if entity is not None and entity.parent else None
    return subject if whole is None else replace(subject, body=whole)


def find_acting_body(
    analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase, chain: GovernorChain
) -> list[BodyPhrase]:
    """The body as the subject, when the verb needs no more than that."""
    after = analysis.token(party.last + 1)
    as_new = (
        after is not None
        and after.low == "as"
        and "member"
        in " ".join(analysis.low(position) for position in range(party.last + 2, party.last + 7))
    )
    as_new = as_new or analysis.low(party.last + 1) == "back"
    token = analysis.tokens[index]
    subject = chain.subject
    if label == "INVITE" and isinstance(subject, BodyPhrase) and subject.body.kind in CLUBS:
        return [subject] if as_new or ends_predicate(analysis, party.last + 1) else []
    if token.has("WELCOME", "ELECT", "EXPEL_FROM") and not as_new:
        return []
    if (label == "INVITE" and not as_new) or has_other_source(analysis, label, party):
        return []
    if label in {"UNBAR", "CLEAR"} and not is_club_decision(analysis, party, subject, label):
        return []
    if label == "ADMIT" and not as_new and not closes_clause(analysis, party.last + 1):
        return []
    if isinstance(subject, BodyPhrase):
        return [find_parent_body(analysis, subject)]
    inside = [
        phrase
        for phrase in analysis.phrases.bodies
        if phrase.last < index and phrase.head in ANY_HEAD and not phrase.generic
    ]
    if isinstance(subject, PartyPhrase):
        return [
            find_parent_body(analysis, phrase) for phrase in inside[-1:]
        ] or resolve_acting_body(analysis, subject, index)
    return (
        inside[:1]
        if subject is None and len({phrase.body.entity_id for phrase in inside}) == 1
        else []
    )


def is_club_decision(
    analysis: SentenceAnalysis,
    party: PartyPhrase,
    subject: PartyPhrase | BodyPhrase | None,
    label: str,
) -> bool:
    """As in "The club opens its doors to X", "clears X for membership": a club, to a state."""
    club = isinstance(subject, BodyPhrase) and subject.body.kind in CLUBS
    if party.possessive or party.kind not in {"state", "seat", "generic"} or not club:
        return False
    if label == "UNBAR":
        return closes_clause(analysis, party.last + 1)
    ahead = analysis.token(party.last + 2)
    return analysis.low(party.last + 1) == "for" and ahead is not None and ahead.has("N_JOIN")


def resolve_acting_body(
    analysis: SentenceAnalysis, subject: PartyPhrase, index: int
) -> list[BodyPhrase]:
    """As in "ECOWAS met. They suspended X.": the body of the sentence before."""
    start = analysis.tokens[0].start
    body = analysis.context.last_body(start)
    if body is None or subject.word not in {"it", "they"} or subject.first > 1:
        return []
    return [BodyPhrase(index, index, body, "body", generic=True)]


def ends_predicate(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the sentence ends, or turns to another predicate."""
    comma = analysis.low(index) == "," and index + 1 not in analysis.phrases.party_at
    return comma or analysis.low(index) in {"", ".", ";", "but", "while"}


def closes_clause(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the clause ends or goes on with a circumstance."""
    token = analysis.token(index)
    return token is None or not is_word(token) or token.has("PREP", "SUBORD", "ADV", "CONJ", "COND")


def find_membership_body(
    analysis: SentenceAnalysis, noun: int, party: PartyPhrase
) -> tuple[list[BodyPhrase], int]:
    """The body of a membership: "membership in X" or "X membership"."""
    if analysis.low(noun + 1) in {"in", "of", "from", "to"}:
        bodies, last = find_bodies_at(analysis, noun + 2)
        if bodies:
            return bodies, last
    inside = [
        analysis.phrases.body_at[at]
        for at in range(party.last + 1, noun)
        if at in analysis.phrases.body_at
    ]
    return inside[:1], noun


def find_agent_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "... by the African Union"."""
    for index in range(start, min(start + 4, len(analysis.tokens))):
        if analysis.low(index) == "by":
            return find_bodies_at(analysis, index + 1, ANY_HEAD)
    return [], start


def emit_contrast(analysis: SentenceAnalysis, last: int, frame: ClauseFrame) -> None:
    """As in "... but not B", "... but turns down B"."""
    if frame.action != "join" or frame.factuality.stage not in {"effective", "approved"}:
        return
    for index in range(last + 1, min(last + 8, len(analysis.tokens) - 2)):
        if analysis.low(index) not in {"but", "while", "and"}:
            continue
        party = find_direct_object(analysis, index + 2) if opens_refusal(analysis, index) else None
        members: tuple[Member, ...] = party.members if party is not None else ()
        if members:
            value = FactualityValue("rejected", why=["but not"])
            rule = "join:but-not"
            refused = ClauseFrame("join", members, frame.bodies, value, index, index + 2, rule)
            analysis.keep(refused, index)
        return


def opens_refusal(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a conjunction opens a refusal."""
    verb = analysis.tokens[index + 1]
    if verb.low == "not":
        return analysis.low(index) == "but"
    return verb.has("REJECT", "BLOCK", "SPURN") and verb.has("f:s", "f:ed", "f:base")
