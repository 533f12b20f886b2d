"""Responses to applicants: "says yes to", "gives its blessing to", "no alliance for X"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes_clause
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire_schemas.enrichment import Stage

JOINABLE = CLUBS | {"organ", "treaty", "court", "development_bank"}
VOTERS = word_set("voters people electorate citizens majority cent percent")


def match_answer(analysis: SentenceAnalysis, index: int) -> None:
    """A yes or no of voters to a body, or of a body to a state."""
    token = analysis.tokens[index]
    verb = index if token.has("VERB") else find_answer_verb(analysis, index)
    if verb is None:
        return
    chain = analysis.find_governors(verb, body_subject=True)
    subject = chain.subject
    yes = token.has("YES")
    bodies, last = find_bodies_at(analysis, index + 1)
    if bodies and isinstance(subject, PartyPhrase) and speaks_for_all(analysis, subject):
        if yes or not token.has("VERB"):
            base: Stage = "approved" if yes else "rejected"
            bodied = tuple(phrase.body for phrase in bodies)
            members, value = resolve_members(analysis, subject), apply_operators(base, chain)
            first = min(chain.top, verb)
            frame = ClauseFrame("join", members, bodied, value, first, last, "join:answer")
            emit_response(analysis, index, frame)
        return
    party = find_direct_object(analysis, index + 1)
    acting = subject if isinstance(subject, BodyPhrase) else None
    if party is None or party.possessive or acting is None or acting.body.kind not in CLUBS:
        return
    if closes_clause(analysis, party.last + 1):
        base = "effective" if yes else "rejected"
        frame = ClauseFrame(
            "join",
            resolve_members(analysis, party),
            (acting.body,),
            apply_operators(base, chain),
            min(chain.top, verb),
            party.last,
            "join:answer",
        )
        emit_response(analysis, index, frame)


def emit_response(analysis: SentenceAnalysis, index: int, frame: ClauseFrame) -> None:
    """Keep a frame that has members, joinable bodies and a stage."""
    frame.members = exclude_bodies(frame.bodies, frame.members)
    if not frame.members or frame.factuality.stage is None:
        analysis.drop(index, "nobody to be the member")
    elif all(body.kind in JOINABLE for body in frame.bodies):
        analysis.keep(frame, index)


def find_answer_verb(analysis: SentenceAnalysis, index: int) -> int | None:
    """The verb of an answer: "said a loud and clear | yes to"."""
    for back in range(index - 1, max(-1, index - 7), -1):
        token = analysis.tokens[back]
        if token.has("VERB"):
            return back if token.among("SAYING") else None
        if token.hit is not None or token.low in {";", ":", ","}:
            return None
    return None


def speaks_for_all(analysis: SentenceAnalysis, subject: PartyPhrase) -> bool:
    """Whether a subject is a people, its voters or its state."""
    if subject.possessive:
        return False
    words = {analysis.low(at) for at in range(subject.first, subject.last + 1)}
    return subject.kind in {"people", "state", "seat", "generic"} or bool(words & VOTERS)


def emit_refusal(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase, bodies: list[BodyFacts], last: int
) -> None:
    """A refusal that nothing softens."""
    members = exclude_bodies(tuple(bodies), resolve_members(analysis, party))
    chain = analysis.find_governors(index)
    chain.operators = []
    if members and bodies:
        value = apply_operators("rejected", chain)
        first = min(index, party.first)
        analysis.keep(
            ClauseFrame("join", members, tuple(bodies), value, first, last, "join:no"), index
        )


LISTS = word_set("invited invitees joiners newcomers candidates entrants joining")


def match_left_off_list(analysis: SentenceAnalysis, index: int) -> None:
    """As in "left Georgia off the list of invited states", "X was kept off the list"."""
    ahead = {analysis.low(at) for at in range(index + 1, index + 8)}
    invites = any(token.has("INVITE", "N_INVITE") for token in analysis.tokens[:index])
    invites = invites or any(frame.action == "join" for frame in analysis.frames)
    if not (ahead & LISTS or invites):
        return
    party = analysis.phrases.party_at.get(index - 1)
    if party is None and analysis.low(index - 1) in {"left", "kept", "struck"}:
        subject = analysis.find_governors(index - 1).subject
        party = subject if isinstance(subject, PartyPhrase) else None
    named = [phrase for phrase in analysis.phrases.bodies if phrase.head != "modifier"]
    if party is None or party.possessive or len({phrase.body.entity_id for phrase in named}) != 1:
        return
    emit_refusal(analysis, index, party, [named[0].body], index)


def find_discussed_body(analysis: SentenceAnalysis, index: int) -> BodyFacts | None:
    """The body named before, else the only one the sentence names, else the article's last."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    named = analysis.phrases.bodies
    if not inside and len({phrase.body.entity_id for phrase in named}) == 1:
        inside = named
    return inside[-1].body if inside else analysis.context.last_body(analysis.tokens[0].start)


def match_ended_candidacy(analysis: SentenceAnalysis, index: int) -> None:
    """As in "should no longer be counted among the candidates", "is no longer a candidate"."""
    ahead = range(index + 1, min(index + 7, len(analysis.tokens)))
    found = next((at for at in ahead if analysis.tokens[at].has("CANDIDATE")), None)
    lapsed = analysis.tokens[index].has("LAPSE") or analysis.low((found or 0) + 1) == "any"
    if found is None or not lapsed or analysis.tokens[found - 1].has("AGENT", "REP"):
        return
    if any(not analysis.among(at, "REGARDED") for at in range(index + 1, found)):
        return
    body = find_discussed_body(analysis, found)
    chain = analysis.find_governors(index)
    if body is None or not isinstance(chain.subject, PartyPhrase) or chain.subject.kind == "leader":
        return
    chain.operators = []
    members = exclude_bodies((body,), resolve_members(analysis, chain.subject))
    frame = ClauseFrame(
        "join",
        members,
        (body,),
        apply_operators("rejected", chain),
        min(chain.top, index),
        found,
        "join:candidate",
    )
    emit_response(analysis, index, frame)


def match_nod(analysis: SentenceAnalysis, index: int) -> None:
    """As in "Leaders of the community gave X the nod"."""
    if analysis.low(index - 1) != "the" or not closes_clause(analysis, index + 1):
        return
    party = analysis.phrases.party_at.get(index - 2)
    if party is None or party.possessive or party.kind not in {"state", "seat"}:
        return
    verb = analysis.tokens[party.first - 1]
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < party.first]
    if not verb.has("GRANT") or not inside or inside[0].body.kind not in CLUBS:
        return
    chain = analysis.find_governors(party.first - 1, body_subject=True)
    if isinstance(chain.subject, PartyPhrase):
        return
    body = inside[-1].body
    members = exclude_bodies((body,), resolve_members(analysis, party))
    value = apply_operators("approved", chain)
    frame = ClauseFrame("join", members, (body,), value, inside[-1].first, index, "join:nod")
    emit_response(analysis, index, frame)
