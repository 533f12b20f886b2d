"""Requests and invitations: "requests by A and B to enter", "hands X an invitation"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.rules.decision_frames import (
    CLUBS,
    closes_clause,
    ends_predicate,
)
from pactwire.domain.extraction.claims.rules.operator_senses import disambiguate_operators
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire_schemas.enrichment import Stage

REFUSALS = frozenset({"REJECT", "BLOCK", "SPURN"})


def match_request(analysis: SentenceAnalysis, index: int) -> None:
    """A request with its owner, to a body that is named, acts or was spoken of."""
    if not analysis.tokens[index].among("PLEAS"):
        return
    party, end = find_request_owner(analysis, index)
    if party is None:
        return
    bodies, last, entering = find_entry(analysis, end)
    start = min(party.first, index)
    chain = analysis.find_governors(start, body_subject=True, noun=True)
    disambiguate_operators(analysis, chain)
    refused = any(op.labels & REFUSALS and "VERB" in op.labels for op in chain.operators)
    if not entering and not (refused and ends_predicate(analysis, end)):
        return
    bodies = bodies or find_requested_bodies(analysis, index, chain, entering)
    if not bodies:
        return
    weighed = [op for op in chain.operators if "CONSIDER" not in op.labels]
    following = [] if analysis.low(last + 1) == "and" else find_predicate_after(analysis, last)
    chain.operators = weighed + following
    chain.form = "noun"
    value = apply_operators("applied", chain, nominal=True)
    bodied = tuple(phrase.body for phrase in bodies)
    members = exclude_bodies(bodied, resolve_members(analysis, party))
    if members and value.stage is not None:
        first = min(chain.top, start)
        analysis.keep(ClauseFrame("join", members, bodied, value, first, last, "join:plea"), index)


def find_request_owner(analysis: SentenceAnalysis, index: int) -> tuple[PartyPhrase | None, int]:
    """As in "Jordan's request", "requests by A and B": the party, and where the phrase ends."""
    before = analysis.phrases.party_at.get(index - 1)
    if before is None and analysis.tokens[index - 1].has("NEXT"):
        before = analysis.phrases.party_at.get(index - 2)
    if before is not None and (before.possessive or before.kind == "adjective"):
        return before, index + 1
    if analysis.low(index + 1) in {"by", "from", "of"}:
        start = index + 2
        while analysis.low(start) in {"the", "both"} and start not in analysis.phrases.party_at:
            start += 1
        after = analysis.phrases.party_at.get(start)
        if after is not None and not after.possessive:
            return after, after.last + 1
    return None, index + 1


def find_entry(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int, bool]:
    """As in "to join", "to be let into the union": the body, the last token, whether one enters."""
    if analysis.low(start) != "to":
        return [], start - 1, False
    for at in range(start + 1, min(start + 4, len(analysis.tokens))):
        token = analysis.tokens[at]
        if token.has("JOIN", "JOIN_TO", "ADMIT") and token.has("VERB"):
            skip = 2 if analysis.low(at + 1) in {"to", "into"} else 1
            bodies, last = find_bodies_at(analysis, at + skip)
            alone = not bodies and (
                closes_clause(analysis, at + 1) or starts_generic_body(analysis, at + skip)
            )
            return bodies, last if bodies else at, bool(bodies) or alone
        if token.low not in {"be", "formally", "again"}:
            break
    return [], start - 1, False


def starts_generic_body(analysis: SentenceAnalysis, start: int) -> bool:
    """As in "the seven-nation defence body": by a common noun."""
    ahead = [analysis.token(at) for at in range(start, start + 6)]
    return analysis.low(start) in {"the", "this", "that"} and any(
        token is not None and token.has("GBODY") for token in ahead
    )


def find_requested_bodies(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain, entering: bool
) -> list[BodyPhrase]:  # fmt: skip
    """The body a request goes to: the one that acts on it, or that was spoken of last."""
    if isinstance(chain.subject, BodyPhrase) and chain.subject.body.kind in CLUBS:
        return [chain.subject]
    if not entering:
        return []
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    if inside:
        return inside[-1:]
    body = analysis.context.last_body(analysis.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def match_instrument_sending(analysis: SentenceAnalysis, index: int) -> None:
    """As in "sends its instrument of accession to the convention to New York"."""
    if not analysis.tokens[index].among("INSTRUMENTS") or analysis.low(index + 1) != "of":
        return
    noun = analysis.token(index + 2)
    if noun is None or not (noun.has("N_JOIN", "N_SIGN") or noun.low in {"acceptance", "approval"}):
        return
    verbs = range(index - 1, max(-1, index - 7), -1)
    verb = next((at for at in verbs if analysis.tokens[at].among("SENDING")), None)
    bodies, last = find_bodies_at(analysis, index + 4)
    if verb is None or not bodies:
        return
    chain = analysis.find_governors(verb)
    value = apply_operators("approved", chain)
    bodied = tuple(phrase.body for phrase in bodies)
    subject = chain.subject if isinstance(chain.subject, PartyPhrase) else None
    members = exclude_bodies(bodied, resolve_members(analysis, subject))
    if members and value.stage is not None:
        first = min(chain.top, verb)
        analysis.keep(ClauseFrame("join", members, bodied, value, first, last, "join:paper"), index)


def match_invitation(analysis: SentenceAnalysis, index: int) -> None:
    """As in "hands X an invitation", "X got its letter of invitation to the alliance"."""
    receiver, verb = find_invitee(analysis, index)
    if receiver is None:
        return
    bodies, last = find_bodies_at(analysis, index + 2)
    verb_ahead = analysis.token(index + 2)
    if analysis.low(index + 1) not in {"to", "into", "from"}:
        bodies = []
    elif verb_ahead is not None and verb_ahead.has("JOIN"):
        bodies, last = find_bodies_at(analysis, index + 3)
    last = last if bodies else index
    chain = analysis.find_governors(verb, body_subject=True)
    joins = verb_ahead is not None and verb_ahead.has("JOIN")
    open_end = closes_clause(analysis, index + 1) and (joins or analysis.low(index + 1) != "to")
    if not bodies and open_end and isinstance(chain.subject, BodyPhrase):
        bodies = [chain.subject] if chain.subject.body.kind in CLUBS else []
    if not bodies or bodies[0].body.kind not in CLUBS or precedes_task(analysis, bodies[0], index):
        return
    base: Stage = "approved"
    value = apply_operators(base, chain)
    bodied = tuple(phrase.body for phrase in bodies)
    members = exclude_bodies(bodied, resolve_members(analysis, receiver))
    if members and value.stage is not None:
        first = min(chain.top, verb)
        analysis.keep(
            ClauseFrame("join", members, bodied, value, first, last, "join:invitation"), index
        )


def precedes_task(analysis: SentenceAnalysis, phrase: BodyPhrase, index: int) -> bool:
    """As in "an invitation to the alliance's summit", "an invitation to speak"."""
    return phrase.last > index and phrase.head != "body"


def find_invitee(analysis: SentenceAnalysis, index: int) -> tuple[PartyPhrase | None, int]:
    """Who is invited, and the verb: the object of "hands", else the subject of "gets"."""
    at = index - 1
    while at > 0 and (
        analysis.tokens[at].has("DET", "NEXT", "POSS")
        or analysis.low(at) in {"letter", "letters", "of", "formal", "official"}
    ):
        at -= 1
    party = analysis.phrases.party_at.get(at)
    if party is not None and not party.possessive and party.kind != "adjective":
        verb = party.first - 1
        while verb > 0 and analysis.tokens[verb].has("DET"):
            verb -= 1
        return (party, verb) if analysis.tokens[verb].among("HANDING") else (None, verb)
    if analysis.tokens[at].among("GETTING") and analysis.tokens[at].has("VERB"):
        subject = analysis.find_governors(at).subject
        if isinstance(subject, PartyPhrase) and not subject.possessive and subject.kind != "leader":
            return subject, at
    return None, at
