"""Causatives: somebody takes a country out of, or into, a body; or one follows another."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import CLUBS, find_bodies_at
from pactwire.domain.extraction.claims.clauses.patterns import closes_clause
from pactwire.domain.extraction.claims.rules.decision_frames import emit_contrast
from pactwire.domain.extraction.claims.rules.emit import (
    PredicateChange,
    emit_change,
    is_only_promised,
)
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire_schemas.enrichment import Action, Stage

OUT = frozenset({"out of", "from"})


INTO = frozenset({"into", "to", "in"})
BRINGING = frozenset({"bring", "lead", "sign"})


def match_causative(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "take Britain out of the union", "withdraw the country from the treaty"."""
    token = analysis.tokens[index]
    party = analysis.party_from(index + 1)
    if party is None:
        return match_leading_own_country(analysis, index)
    return emit_causative(analysis, index, party, party.last + 1, token.lemma)


def match_leading_own_country(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "lead his country into the union"."""
    for ahead in range(index + 1, min(index + 4, len(analysis.tokens))):
        if analysis.tokens[ahead].has("POSS") and analysis.low(ahead + 1) in {
            "country",
            "nation",
            "state",
            "government",
        }:
            return emit_causative(
                analysis,
                index,
                analysis.phrases.party_at[ahead],
                ahead + 2,
                analysis.tokens[index].lemma,
            )
    return False


def emit_causative(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase, after: int, lemma: str
) -> bool:
    """The party is carried out of, or into, a body."""
    after = skip_adverbs_after(analysis, after)
    word = analysis.low(after)
    home = find_bare_return(analysis, lemma, after)
    if home is not None:
        return emit_readmission(analysis, index, party, home)
    if word not in OUT | INTO or (lemma == "withdraw" and word not in OUT):
        return False
    bodies, last = find_bodies_at(analysis, after + 1)
    if not bodies:
        bodies, last = find_acting_body(analysis, index, after)
    if not bodies:
        return False
    chain = analysis.find_governors(index)
    kept_out = lemma == "keep" and word in OUT
    members = resolve_members(analysis, party)
    action = choose_action(analysis, chain, members, after, lemma)
    value = apply_operators(choose_base_stage(analysis, chain, lemma, kept_out), chain)
    if not members or value.stage is None or action is None:
        return False
    found = tuple(phrase.body for phrase in bodies)
    first, rule = min(chain.top, index), f"{action}:causative"
    frame = ClauseFrame(action, members, found, value, first, last, rule)
    analysis.keep(frame, index)
    emit_contrast(analysis, last, frame)
    return True


def choose_base_stage(
    analysis: SentenceAnalysis, chain: GovernorChain, lemma: str, kept_out: bool
) -> Stage:
    """What the verb says by itself; a challenger's promise is no more than a thought."""
    if is_only_promised(analysis, chain):
        return "considered"
    if kept_out:
        return "rejected"
    return "approved" if lemma in {"let", "sign"} else "effective"


def choose_action(
    analysis: SentenceAnalysis,
    chain: GovernorChain,
    members: tuple[Member, ...],
    after: int,
    lemma: str,
) -> Action | None:
    """Out, in, or back in; None for "takes X to" a court."""
    word = analysis.low(after)
    kept_out = lemma == "keep" and word in OUT
    if word in OUT and not kept_out:
        return "leave"
    if analysis.low(after - 1) == "back" or lemma == "return":
        return "join" if is_own_return(analysis, chain, members) else "reinstate"
    if word != "into" and not kept_out and lemma not in BRINGING:
        return None
    return "join"


def skip_adverbs_after(analysis: SentenceAnalysis, after: int) -> int:
    """Go past "back", "up" and adverbs."""
    while (token := analysis.token(after)) is not None and (
        token.has("ADV") or token.low in {"back", "up"}
    ):
        after += 1
    return after


def find_bare_return(analysis: SentenceAnalysis, lemma: str, after: int) -> int | None:
    """Index of "back" or "return" when the clause ends there: "took X back", "let X return"."""
    ends = closes_clause(analysis, after) and analysis.low(after) not in {
        "to",
        "from",
        "over",
        "into",
    }
    if lemma == "take" and analysis.low(after - 1) == "back" and ends:
        return after - 1
    back = lemma == "let" and analysis.low(after) == "return" and closes_clause(analysis, after + 1)
    return after if back else None


def emit_readmission(analysis: SentenceAnalysis, index: int, party: PartyPhrase, last: int) -> bool:
    """As in "The club took X back"."""
    chain = analysis.find_governors(index, body_subject=True)
    body = chain.subject
    value = apply_operators("effective", chain)
    members = resolve_members(analysis, party)
    if not isinstance(body, BodyPhrase) or body.body.kind not in CLUBS or not members:
        return False
    if value.stage is None:
        return False
    first = min(chain.top, index)
    analysis.keep(
        ClauseFrame("reinstate", members, (body.body,), value, first, last, "reinstate:causative"),
        index,
    )
    return True


def is_own_return(
    analysis: SentenceAnalysis, chain: GovernorChain, members: tuple[Member, ...]
) -> bool:
    """As in "the president brought his country back into the pact": nobody else let it in."""
    return (
        isinstance(chain.subject, PartyPhrase)
        and resolve_members(analysis, chain.subject) == members
    )


def find_acting_body(
    analysis: SentenceAnalysis, index: int, after: int
) -> tuple[list[BodyPhrase], int]:
    """As in "The club let X back in", "agreed to return X to full membership"."""
    member = analysis.token(after + 1)
    back = analysis.low(after) == "in" and analysis.low(after - 1) == "back"
    back = back or analysis.low(after) == "into"
    if not back and not (member is not None and member.has("N_JOIN")):
        return [], after
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    one = len({phrase.body.entity_id for phrase in inside}) == 1
    return (inside[-1:], after) if one else ([], after)


def match_follower(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "A will follow B out of the body": A leaves, B has left."""
    start = index + 1
    if start not in analysis.phrases.party_at and analysis.low(start) in {"the", "its", "his"}:
        start += 1
    party = analysis.phrases.party_at.get(start)
    if party is None or analysis.low(party.last + 1) not in {"out of", "into", "in"}:
        return False
    word = analysis.low(party.last + 1)
    bodies, last = find_bodies_at(analysis, party.last + 2)
    if not bodies:
        return False
    action: Action = "leave" if word == "out of" else "join"
    found = tuple(phrase.body for phrase in bodies)
    emit_change(
        analysis, index, PredicateChange(action, found, "effective", last, f"{action}:follow")
    )
    past = FactualityValue("effective", background=True, why=["followed by another"])
    followed = ClauseFrame(
        action, resolve_members(analysis, party), found, past, index, last, f"{action}:followed"
    )
    analysis.keep(followed, index)
    return True
