"""Idioms of an entry: a flag is raised, the currency changes, members are counted."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS
from pactwire.domain.extraction.claims.rules.emit import PredicateChange, emit_claim
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue

EURO = "x-eurozone"


def match_flag_raising(analysis: SentenceAnalysis, index: int) -> None:
    """As in "X's flag was raised at the alliance's headquarters"."""
    party = find_flag_owner(analysis, index)
    ahead = analysis.tokens[index + 1 : index + 14]
    if party is None or not any(token.among("RAISING") for token in ahead):
        return
    body = find_body_beside(analysis, index)
    value = FactualityValue("effective", why=["its flag is raised"])
    if body is None or any(token.has("NEG", "COND", "WOULD") for token in ahead):
        return
    if any(token.has("FUT") for token in ahead):
        value.to("approved", "future")
    members = exclude_bodies((body.body,), resolve_members(analysis, party))
    if members:
        first, last = min(party.first, index), max(body.last, index)
        analysis.keep(
            ClauseFrame("join", members, (body.body,), value, first, last, "join:flag"), index
        )


def find_flag_owner(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """Whose flag it is: "X's flag", "the X flag", "the flags of X and Y"."""
    party = analysis.phrases.party_at.get(index - 1)
    if party is not None:
        return party if party.possessive or party.kind == "adjective" else None
    if analysis.low(index + 1) != "of":
        return None
    start = index + 2
    while analysis.low(start) in {"the", "both"} and start not in analysis.phrases.party_at:
        start += 1
    party = analysis.phrases.party_at.get(start)
    return None if party is None or party.possessive else party


def find_body_beside(analysis: SentenceAnalysis, index: int) -> BodyPhrase | None:
    """The body beside whose house or members the flag goes up."""
    for phrase in analysis.phrases.bodies:
        if phrase.first < index or phrase.body.kind not in CLUBS:
            continue
        around = analysis.tokens[max(0, phrase.first - 4) : phrase.first]
        around = [*around, *analysis.tokens[phrase.last + 1 : phrase.last + 4]]
        if any(token.among("BESIDE") or token.low.startswith("member") for token in around):
            return phrase
    return None


def match_currency_change(analysis: SentenceAnalysis, index: int) -> None:
    """As in "swaps the lat for the euro", "The euro replaces the kroon in Estonia"."""
    for at in range(index + 1, min(index + 8, len(analysis.tokens))):
        if analysis.low(at) in {"for", "with", "to", "by"}:
            bodies, last = find_bodies_at(analysis, at + 1)
            if bodies and bodies[0].body.entity_id == EURO:
                change = PredicateChange("join", (bodies[0].body,), "effective", last, "join:money")
                emit_claim(analysis, index, change, analysis.find_governors(index))
                return


def match_new_member(analysis: SentenceAnalysis, index: int) -> None:
    """As in "The community has a new member, X", "counts X among its members from Monday"."""
    party = find_new_member(analysis, index)
    if party is None:
        return
    before = [analysis.tokens[at] for at in range(max(0, index - 4), index)]
    fresh = any(token.among("FRESH") or token.low[0].isdigit() for token in before)
    verb = next(
        (at for at in range(index - 1, max(-1, index - 6), -1) if is_having_verb(analysis, at)),
        None,
    )
    if not fresh or verb is None:
        return
    chain = analysis.find_governors(verb, body_subject=True)
    subject = chain.subject
    if not isinstance(subject, BodyPhrase) or subject.body.kind not in CLUBS:
        return
    value = apply_operators("effective", chain)
    members = exclude_bodies((subject.body,), resolve_members(analysis, party))
    if members and value.stage is not None:
        frame = ClauseFrame(
            "join",
            members,
            (subject.body,),
            value,
            min(chain.top, verb),
            party.last,
            "join:counted",
        )
        analysis.keep(frame, index)


def is_having_verb(analysis: SentenceAnalysis, at: int) -> bool:
    """Whether a verb of having stands here."""
    token = analysis.tokens[at]
    return token.has("HAVE") or (token.has("VERB") and token.among("COUNTING_IN"))


def find_new_member(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """The party named behind "a new member": after a comma, a colon or "in"."""
    if analysis.low(index + 1) not in {",", ":", "in", "-", "–", "—"}:
        return None
    party = analysis.phrases.party_at.get(index + 2)
    good = party is not None and not party.possessive and party.kind in {"state", "seat"}
    return party if good else None
