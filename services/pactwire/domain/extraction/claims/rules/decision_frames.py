"""The body of a decision: the one named after the party, or the one that acts."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import (
    find_parent_body,
    find_spoken_body,
    is_one_body,
    list_bodies_before,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import (
    ANY_HEAD,
    find_direct_object,
)
from pactwire.domain.extraction.claims.clauses.patterns import (
    closes_clause,
    has_pattern,
    match_pattern,
)
from pactwire.domain.extraction.claims.clauses.telling import keep_frame
from pactwire.domain.extraction.claims.rules.phrases import Bodies, is_club, read_bodies
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.tokens import Token

PUTTING_OUT = frozenset({"SUSPEND", "EXPEL", "EXPEL_FROM"})
LINKS: dict[str, tuple[str, ...]] = {
    "CLEAR": ("CLEARED_FOR",),
    **dict.fromkeys(PUTTING_OUT, ("OUTWARD",)),
}
"""Groups of prepositions that lead to the body, by the label of a verb; else those inward."""
TO_STATES = frozenset({"state", "seat", "generic"})


def find_complement(analysis: SentenceAnalysis, start: int, label: str) -> Bodies:
    """The body named after the party: "from the union", "into the club", "as a member of"."""
    wanted = LINKS.get(label, ("INWARD",))
    if is_undone(analysis, start, label):
        wanted = ("INWARD", "OUTWARD")
    name = "complement_or_organs" if label in {"SUSPEND", "REINSTATE"} else "complement"
    for index in range(start, min(start + 9, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.among(*wanted):
            bodies, last = read_bodies(analysis, name, index)
            if bodies:
                return bodies, last
        if token.among("AS"):
            return read_bodies(analysis, "role", index)
        if ends_complement(token):
            break
    return [], start


def ends_complement(token: Token) -> bool:
    """Whether what follows is another clause."""
    verb = token.has("VERB", "REL", "SUBORD") and not token.has("N_JOIN")
    return verb or token.among("SEMICOLON")


def is_undone(analysis: SentenceAnalysis, start: int, label: str) -> bool:
    """As in "is unsuspended from the union": what undoes a suspension governs as that does."""
    verb = analysis.token(start - 1)
    return label == "REINSTATE" and verb is not None and verb.lemma.startswith("un")


def has_other_source(analysis: SentenceAnalysis, label: str, party: PartyPhrase) -> bool:
    """As in "expels X from the payment system": what it is put out of is said, and it's no body."""
    from_inside = match_pattern(analysis, "from_inside", party.last)
    from_any = match_pattern(analysis, "from_anything", party.last)
    return label in PUTTING_OUT and from_any is not None and from_inside is None


def find_decision_governors(analysis: SentenceAnalysis, index: int) -> GovernorChain:
    """What governs a decision; of "follows A in suspending X" what governs the one who follows."""
    chain = analysis.find_governors(index, body_subject=True)
    first = chain.subject
    if chain.form != "gerund" or first is None or first.first == 0:
        return chain
    leads = analysis.tokens[first.first - 1].has("JOIN", "FOLLOW")
    if leads and analysis.among(first.last + 1, "IN"):
        return analysis.find_governors(first.first - 1, body_subject=True)
    return chain


def find_acting_body(
    analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase, chain: GovernorChain
) -> list[BodyPhrase]:
    """The body as the subject, when the verb needs no more than that."""
    as_new = has_pattern(analysis, "as_new_member", party.last)
    says_enough = as_new or stands_alone(analysis, index, label, party, chain)
    if not says_enough or has_other_source(analysis, label, party):
        return []
    return find_deciding_body(analysis, index, chain)


def stands_alone(
    analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase, chain: GovernorChain
) -> bool:
    """Whether a verb says enough without its body; not that somebody welcomes or elects."""
    if label == "INVITE":
        return is_club(chain.subject) and ends_predicate(analysis, party.last + 1)
    if label in {"UNBAR", "CLEAR"}:
        return is_club_decision(analysis, party, chain, label)
    if analysis.tokens[index].has("WELCOME", "ELECT", "EXPEL_FROM"):
        return False
    return label != "ADMIT" or closes_clause(analysis, party.last + 1)


def find_deciding_body(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain
) -> list[BodyPhrase]:
    """The body that is the subject, or that its subject acts for."""
    subject = chain.subject
    if isinstance(subject, BodyPhrase):
        return [find_parent_body(analysis, subject)]
    inside = [
        phrase
        for phrase in list_bodies_before(analysis, index)
        if phrase.head in ANY_HEAD and not phrase.generic
    ]
    if isinstance(subject, PartyPhrase):
        acting = [find_parent_body(analysis, phrase) for phrase in inside[-1:]]
        return acting or resolve_acting_body(analysis, subject, index)
    return inside[:1] if is_one_body(inside) else []


def is_club_decision(
    analysis: SentenceAnalysis, party: PartyPhrase, chain: GovernorChain, label: str
) -> bool:
    """As in "The club opens its doors to X", "clears X for membership": a club, to a state."""
    if party.possessive or party.kind not in TO_STATES or not is_club(chain.subject):
        return False
    if label == "UNBAR":
        return closes_clause(analysis, party.last + 1)
    return has_pattern(analysis, "for_entry", party.last)


def resolve_acting_body(
    analysis: SentenceAnalysis, subject: PartyPhrase, index: int
) -> list[BodyPhrase]:
    """As in "ECOWAS met. They suspended X.": the body of the sentence before."""
    meant = analysis.among(subject.first, "MAY_BE_BODY") and subject.kind == "pronoun"
    return find_spoken_body(analysis, index) if meant and subject.first <= 1 else []


def ends_predicate(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the sentence ends, or turns to another predicate."""
    return has_pattern(analysis, "predicate_end", index - 1)


def find_membership_body(analysis: SentenceAnalysis, noun: int, party: PartyPhrase) -> Bodies:
    """The body of a membership: "membership in X" or "X membership"."""
    bodies, last = read_bodies(analysis, "membership_in", noun)
    if bodies:
        return bodies, last
    between = range(party.last + 1, noun)
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last in between]
    return inside[:1], noun


def emit_contrast(analysis: SentenceAnalysis, last: int, frame: ClauseFrame) -> None:
    """As in "... but not B", "... but turns down B"."""
    if frame.action != "join" or not frame.factuality.firm:
        return
    for index in range(last + 1, min(last + 8, len(analysis.tokens) - 2)):
        if not analysis.among(index, "CONTRASTING"):
            continue
        party = find_direct_object(analysis, index + 2) if opens_refusal(analysis, index) else None
        if party is not None and party.members:
            value = FactualityValue("rejected", why=["but not"])
            refused = ClauseFrame(
                "join", party.members, frame.bodies, value, index, index + 2, "join:but-not"
            )
            keep_frame(analysis, refused, index)
        return


def opens_refusal(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a conjunction opens a refusal."""
    return has_pattern(analysis, "refusal", index - 1)
