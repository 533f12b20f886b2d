"""Accessions by rank or particle: from associate to full member, "comes in", "lets X in"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.copulas import find_member_noun
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes_clause
from pactwire.domain.extraction.claims.rules.emit import PredicateChange, emit_claim
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, classify_form

FARTHEST_RANK = 9


def match_rank_rise(analysis: SentenceAnalysis, index: int) -> None:
    """As in "goes from associate to full member", "promotes X to full membership"."""
    rank = find_full_rank(analysis, index)
    if rank is None:
        return
    bodies, last = find_body_of_rank(analysis, rank)
    emit_rise(analysis, index, bodies, last)


def find_full_rank(analysis: SentenceAnalysis, index: int) -> int | None:
    """Index of the rank that is reached, None when the verb is about something else."""
    lesser = False
    for at in range(index + 1, min(index + FARTHEST_RANK, len(analysis.tokens))):
        token = analysis.tokens[at]
        lesser = lesser or token.among("LESSER_RANK") or token.has("OBSERVER", "CANDIDATE")
        if token.low == "to" or token.low.endswith(" to"):
            return find_ranked_noun(analysis, at + 1, lesser)
        if token.has("REL", "SUBORD") or token.low in {";", ":"}:
            return None
    return None


def find_ranked_noun(analysis: SentenceAnalysis, start: int, lesser: bool) -> int | None:
    """As in "full member", "full membership"; after "from observer" a plain "member" will do."""
    for at in range(start, min(start + 5, len(analysis.tokens))):
        token = analysis.tokens[at]
        if token.low.startswith("full member") or (lesser and token.has("MEMBER")):
            return at
        if token.low.endswith("membership"):
            full = any(analysis.low(back) == "full" for back in range(start, at))
            return at if lesser or full else None
        if not (token.has("DET", "NEXT", "POSS") or at in analysis.phrases.body_at):
            return None
    return None


def find_body_of_rank(analysis: SentenceAnalysis, rank: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "member of", or the one that modifies the rank."""
    if analysis.low(rank + 1) in {"of", "in", "status"}:
        skip = 3 if analysis.low(rank + 1) == "status" else 2
        bodies, last = find_bodies_at(analysis, rank + skip)
        if bodies:
            return bodies, last
    before = analysis.phrases.body_at.get(rank - 1) or analysis.phrases.body_at.get(rank - 2)
    return ([before] if before is not None else []), rank


def emit_rise(analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase], last: int) -> None:
    """Who rises: the object of the verb when a body acts, else its subject."""
    party = find_object(analysis, index)
    chain = analysis.find_governors(index, body_subject=party is not None)
    if party is not None and classify_form(analysis.tokens, index) != "passive":
        if not bodies and isinstance(chain.subject, BodyPhrase):
            bodies = [chain.subject]
        emit_accession(analysis, index, party, (bodies, last), chain)
        return
    if classify_form(analysis.tokens, index) == "finite" and analysis.tokens[index].has("ACTS_ON"):
        chain.form = "passive"
    bodies = bodies or find_only_body(analysis, index)
    if bodies and isinstance(chain.subject, PartyPhrase):
        found = tuple(phrase.body for phrase in bodies)
        emit_claim(
            analysis, index, PredicateChange("join", found, "effective", last, "join:rise"), chain
        )


def find_object(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """The party right after a verb, its article aside."""
    party = analysis.party_from(index + 1)
    if party is None or party.possessive or party.kind in {"adjective", "people", "leader"}:
        return None
    return party


def emit_accession(
    analysis: SentenceAnalysis,
    index: int,
    party: PartyPhrase,
    accession: tuple[list[BodyPhrase], int],
    chain: GovernorChain,
) -> None:
    """A body or a leader raises or makes a party a member.

    `accession` gives the bodies that may be meant and the last token of the construction.
    """
    bodies, last = accession
    value = apply_operators("effective", chain)
    members = resolve_members(analysis, party)
    if not bodies or not members or value.stage is None:
        return
    body = bodies[0].body
    members = tuple(member for member in members if member.entity_id != body.entity_id)
    if members:
        first = min(chain.top, index)
        frame = ClauseFrame("join", members, (body,), value, first, last, "join:rise")
        frame.certain = bool(party.members)
        analysis.keep(frame, index)


def find_only_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """The only body named before, else the one the article spoke of last."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    if inside:
        one = len({phrase.body.entity_id for phrase in inside}) == 1
        return inside[-1:] if one else []
    body = analysis.context.last_body(analysis.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


LATER = word_set("next this on in at by from soon today tomorrow")


def match_entry(analysis: SentenceAnalysis, index: int) -> None:
    """As in "X and Y are due to come in next week": into the body the text is about."""
    after = analysis.low(index + 1)
    if after not in LATER and after not in {"", ".", ",", ";"}:
        return
    chain = analysis.find_governors(index)
    subject = chain.subject
    due = any(op.labels & {"FUT", "APPROVE", "WOULD"} for op in chain.operators)
    if not due or not isinstance(subject, PartyPhrase) or subject.kind not in {"state", "seat"}:
        return
    bodies = find_only_body(analysis, index)
    if bodies and bodies[0].body.kind in CLUBS and not subject.possessive:
        change = PredicateChange("join", (bodies[0].body,), "effective", index, "join:come-in")
        emit_claim(analysis, index, change, chain)


def match_bringing_in(analysis: SentenceAnalysis, index: int) -> None:
    """As in "agree to bring in X as a full member"."""
    party = find_object(analysis, index)
    if party is None or analysis.low(party.last + 1) != "as":
        return
    found = find_member_noun(analysis, party.last + 2)
    if found is None or analysis.tokens[found[0]].has("CANDIDATE"):
        return
    chain = analysis.find_governors(index, body_subject=True)
    bodies = found[1] or ([chain.subject] if isinstance(chain.subject, BodyPhrase) else [])
    bodies = bodies or find_only_body(analysis, index)
    emit_accession(analysis, index, party, (bodies, found[2]), chain)


def match_taking_in(analysis: SentenceAnalysis, index: int) -> None:
    """As in "The league lets X in", "takes X on board"."""
    party = find_object(analysis, index)
    if party is None:
        return
    end = party.last + 1
    word = analysis.low(end)
    end += 2 if (word, analysis.low(end + 1)) == ("on", "board") else 1
    if not (word in {"in", "aboard"} or end == party.last + 3) or not ends_clause(analysis, end):
        return
    chain = analysis.find_governors(index, body_subject=True)
    subject = chain.subject
    acting = [subject] if isinstance(subject, BodyPhrase) else []
    if subject is None and any(phrase.last < index for phrase in analysis.phrases.bodies):
        acting = find_only_body(analysis, index)
    if acting and acting[0].body.kind in CLUBS:
        emit_accession(analysis, index, party, (acting, end - 1), chain)


def ends_clause(analysis: SentenceAnalysis, end: int) -> bool:
    """Whether the clause ends here; not "in on its plans", "in the talks"."""
    after = analysis.token(end)
    if after is None or after.low in {"as", "after", "despite", "by", "at"}:
        return True
    if after.low == "on":
        return analysis.low(end + 1).endswith("day")
    return closes_clause(analysis, end) and not after.has("PREP", "CONJ") and after.low != '"'
