"""Terms of office of a state on an elected organ: its beginning and its end."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire_schemas.enrichment import Action

REACH = 6


def match_term(analysis: SentenceAnalysis, index: int) -> None:
    """As in "begins its two-year term on the council", "X's term on the council ended"."""
    bodies, last = find_bodies_at(analysis, index + 2)
    if not bodies or bodies[0].body.kind != "organ" or analysis.low(index + 1) not in {"on", "in"}:
        return
    if (verb := find_verb_before(analysis, index)) is not None:
        emit_term(analysis, verb, analysis.find_governors(verb), bodies, last)
    elif (owner := find_term_owner(analysis, index)) is not None:
        after = find_verb_after(analysis, last + 1)
        chain = analysis.find_governors(owner.first, noun=True)
        chain.subject, chain.operators = owner, find_modals(analysis, last + 1, after)
        if after is not None:
            emit_term(analysis, after, chain, bodies, max(last, after))


def is_turn(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word begins or ends a term."""
    return analysis.among(index, "BEGINNING", "ENDING")


def find_verb_before(analysis: SentenceAnalysis, index: int) -> int | None:
    """The verb whose object the term is: "begins | its second two-year | term"."""
    for at in range(index - 1, max(-1, index - REACH), -1):
        if is_turn(analysis, at):
            return at
        token = analysis.tokens[at]
        if not (token.has("DET", "POSS", "NEXT", "HYPHEN", "NUM", "ADV") or is_length(token.low)):
            return None
    return None


def is_length(word: str) -> bool:
    """As in "two-year", "three-year": how long a term is."""
    return word.endswith("-year") or word[0].isdigit() or word in {"year", "year-long"}


def find_term_owner(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """As in "X's two-year term": whose it is."""
    for at in range(index - 1, max(-1, index - REACH), -1):
        party = analysis.phrases.party_at.get(at)
        if party is not None:
            return party if party.possessive else None
        if not (analysis.tokens[at].has("NEXT", "HYPHEN", "NUM") or is_length(analysis.low(at))):
            return None
    return None


def find_verb_after(analysis: SentenceAnalysis, start: int) -> int | None:
    """As in "... ended", "... will begin", "... is over"."""
    for at in range(start, min(start + REACH, len(analysis.tokens))):
        if is_turn(analysis, at):
            return at
        if not analysis.tokens[at].has("BE", "HAVE", "ADV", "FUT", "WOULD", "COND", "NEG"):
            return None
    return None


def find_modals(analysis: SentenceAnalysis, start: int, end: int | None) -> list[Operator]:
    """What stands between the term and its verb: "will", "could", "not"."""
    words = range(start, start if end is None else end)
    return [
        Operator(analysis.tokens[at].tags, "group", at, "", analysis.low(at))
        for at in words
        if analysis.tokens[at].has("FUT", "WOULD", "COND", "NEG")
    ]


def emit_term(
    analysis: SentenceAnalysis,
    verb: int,
    chain: GovernorChain,
    bodies: list[BodyPhrase],
    last: int,
) -> None:
    """Who begins a term joins, who ends it leaves; not a person."""
    party = chain.subject
    if not isinstance(party, PartyPhrase) or party.kind in {"leader", "people", "representative"}:
        return
    action: Action = "join" if analysis.among(verb, "BEGINNING") else "leave"
    value = apply_operators("effective", chain)
    found = tuple(phrase.body for phrase in bodies[:1])
    members = exclude_bodies(found, resolve_members(analysis, party))
    if members and value.stage is not None:
        first = min(chain.top, verb, party.first)
        frame = ClauseFrame(action, members, found, value, first, last, f"{action}:term")
        analysis.keep(frame, verb)
