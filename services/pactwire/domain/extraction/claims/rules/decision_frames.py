"""Which body takes a decision: the one named after the party, or the one that acts."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import (
    TIME_WORDS,
    BodyPhrase,
    PartyPhrase,
    is_word,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.copulas import member_noun
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


def past_term(analysis: SentenceAnalysis, start: int) -> int:
    """Behind "a two-year term on", "one of ten seats on": where the body stands."""
    for index in range(start, min(start + 6, len(analysis.tokens) - 1)):
        if analysis.low(index) in {"term", "terms", "seat", "seats"}:
            return index + 2 if analysis.low(index + 1) in {"on", "in"} else start
        if index in analysis.phrases.body_at:
            break
    return start


def complement(analysis: SentenceAnalysis, start: int, label: str) -> tuple[list[BodyPhrase], int]:
    """The body named after the party: "from the union", "into the club", "as a member of"."""
    wanted = OUTWARD if label in {"SUSPEND", "EXPEL", "EXPEL_FROM"} else INWARD
    wanted = AIMED if label == "CLEAR" else wanted
    for index in range(start, min(start + 9, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in wanted:
            bodies, last = bodies_from(analysis, past_term(analysis, index + 1))
            if bodies:
                return bodies, last
            if label in {"SUSPEND", "REINSTATE"}:
                return inner_organs(analysis, index + 1)
        if token.low == "as":
            return as_member(analysis, index + 1)
        if (token.has("VERB", "REL", "SUBORD") and not token.has("N_JOIN")) or token.low in {
            ";",
            ":",
        }:
            break
    return [], start


ORGANS = word_set(
    "activities organs bodies meetings institutions councils structures ranks fold family "
    "work rights"
)
INSIDE = ORGANS | word_set("membership participation participating taking attending sitting it all")
"""What one is suspended from when one is suspended from the body itself."""


def put_out_of_another(analysis: SentenceAnalysis, label: str, party: PartyPhrase) -> bool:
    """As in "expels X from the payment system": what it is put out of is said, and it's no body."""
    start = party.last + 1
    if label not in {"EXPEL", "EXPEL_FROM", "SUSPEND"} or analysis.low(start) != "from":
        return False
    for index in range(start + 1, min(start + 6, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in INSIDE or token.low in TIME_WORDS or token.low[0].isdigit():
            return False
        if token.has("GBODY", "MEMBER", "N_JOIN", "N_PART") or index in analysis.phrases.party_at:
            return token.low in OTHER_THINGS
        if not is_word(token):
            return True
    return True


OTHER_THINGS = frozenset({"market", "system", "mechanism", "fund", "initiative", "agreement"})


def inner_organs(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "from the councils of the union", "from all its activities"."""
    for index in range(start, min(start + 5, len(analysis.tokens))):
        owner = analysis.phrases.body_at.get(index)
        if owner is not None and owner.head != "body":
            after = owner.last + (2 if owner.head == "possessor" else 1)
            return ([owner], after) if analysis.low(after) in ORGANS else ([], start)
        if analysis.low(index) in ORGANS and analysis.low(index + 1) in {"of", "in"}:
            return bodies_from(analysis, index + 2)
    return [], start


def as_member(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "as a full member of the alliance", "as its 32nd member"."""
    found = member_noun(analysis, start)
    return (found[1], found[2]) if found is not None else ([], start)


def decider(analysis: SentenceAnalysis, index: int) -> GovernorChain:
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
    }
)
"""Organs that decide who belongs to the whole."""


def for_all(analysis: SentenceAnalysis, subject: BodyPhrase) -> BodyPhrase:
    """As in "The Committee of Ministers suspended X": from the body whose organ it is."""
    if subject.body.entity_id not in GOVERNING:
        return subject
    world = analysis.context.world
    entity = world.entity(subject.body.entity_id)
    whole = world.body(entity.parent) if entity is not None and entity.parent else None
    return subject if whole is None else replace(subject, body=whole)


def acting_body(
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
        return [subject] if as_new or ends(analysis, party.last + 1) else []
    if token.has("WELCOME", "ELECT", "EXPEL_FROM") and not as_new:
        return []
    if (label == "INVITE" and not as_new) or put_out_of_another(analysis, label, party):
        return []
    if label in {"UNBAR", "CLEAR"} and not clubbed(analysis, party, subject, label):
        return []
    if label == "ADMIT" and not as_new and not closes(analysis, party.last + 1):
        return []
    if isinstance(subject, BodyPhrase):
        return [for_all(analysis, subject)]
    inside = [
        phrase
        for phrase in analysis.phrases.bodies
        if phrase.last < index and phrase.head in ANY_HEAD and not phrase.generic
    ]
    if isinstance(subject, PartyPhrase) and subject.kind == "pronoun":
        return [for_all(analysis, phrase) for phrase in inside[-1:]] or meant(
            analysis, subject, index
        )
    return (
        inside[:1]
        if subject is None and len({phrase.body.entity_id for phrase in inside}) == 1
        else []
    )


def clubbed(
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
        return closes(analysis, party.last + 1)
    ahead = analysis.token(party.last + 2)
    return analysis.low(party.last + 1) == "for" and ahead is not None and ahead.has("N_JOIN")


def meant(analysis: SentenceAnalysis, subject: PartyPhrase, index: int) -> list[BodyPhrase]:
    """As in "ECOWAS met. They suspended X.": the body of the sentence before."""
    start = analysis.tokens[0].start
    body = analysis.context.last_body(start)
    if body is None or subject.word not in {"it", "they"} or subject.first > 1:
        return []
    return [BodyPhrase(index, index, body, "body", generic=True)]


def ends(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the sentence ends, or turns to another predicate."""
    comma = analysis.low(index) == "," and index + 1 not in analysis.phrases.party_at
    return comma or analysis.low(index) in {"", ".", ";", "but", "while"}


def closes(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the clause ends or goes on with a circumstance."""
    token = analysis.token(index)
    return token is None or not is_word(token) or token.has("PREP", "SUBORD", "ADV", "CONJ", "COND")


def whose(
    analysis: SentenceAnalysis, noun: int, party: PartyPhrase
) -> tuple[list[BodyPhrase], int]:
    """The body of a membership: "membership in X" or "X membership"."""
    if analysis.low(noun + 1) in {"in", "of", "from", "to"}:
        bodies, last = bodies_from(analysis, noun + 2)
        if bodies:
            return bodies, last
    inside = [
        analysis.phrases.body_at[at]
        for at in range(party.last + 1, noun)
        if at in analysis.phrases.body_at
    ]
    return inside[:1], noun


def by_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "... by the African Union"."""
    for index in range(start, min(start + 4, len(analysis.tokens))):
        if analysis.low(index) == "by":
            return bodies_from(analysis, index + 1, ANY_HEAD)
        if not analysis.tokens[index].has("ADV"):
            break
    return [], start


def spurned(analysis: SentenceAnalysis, last: int, frame: ClauseFrame) -> None:
    """As in "... but not B", "... but turns down B"."""
    if frame.action != "join" or frame.factuality.stage not in {"effective", "approved"}:
        return
    for index in range(last + 1, min(last + 8, len(analysis.tokens) - 2)):
        if analysis.low(index) not in {"but", "while", "and"}:
            continue
        party = direct_party(analysis, index + 2) if refuses(analysis, index) else None
        members: tuple[Member, ...] = party.members if party is not None else ()
        if members:
            value = FactualityValue("rejected", why=["but not"])
            rule = "join:but-not"
            refused = ClauseFrame("join", members, frame.bodies, value, index, index + 2, rule)
            analysis.keep(refused, index)
        return


def refuses(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a conjunction opens a refusal."""
    verb = analysis.tokens[index + 1]
    if verb.low == "not":
        return analysis.low(index) == "but"
    return verb.has("REJECT", "BLOCK", "SPURN") and verb.has("f:s", "f:ed", "f:base")
