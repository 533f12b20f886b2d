"""Returns of a member: "is back in the union", "is back in its fold"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.rules.noun_arguments import was_suspended
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire_schemas.enrichment import Action

ACTING = frozenset({"state", "seat", "generic", "pronoun"})


def match_return(analysis: SentenceAnalysis, index: int) -> None:
    """As in "X is back in the club", headline "X back in club"."""
    if analysis.low(index + 1) not in {"in", "into", "inside", "within"}:
        return
    verb = index - 1
    while verb > 0 and analysis.tokens[verb].has("ADV"):
        verb -= 1
    party = analysis.phrases.party_at.get(verb)
    if party is not None and party.first:
        match_wish_for_return(analysis, index, party)
    elif party is not None:
        emit_return(analysis, index, party, analysis.find_governors(index, noun=True))
    elif analysis.tokens[verb].has("BE"):
        chain = analysis.find_governors(verb)
        emit_return(analysis, index, chain.subject, chain)


def emit_return(
    analysis: SentenceAnalysis,
    index: int,
    subject: PartyPhrase | BodyPhrase | None,
    chain: GovernorChain,
) -> None:
    """The subject is in a body again."""
    bodies, last = find_bodies_at(analysis, index + 2)
    if not bodies:
        bodies, last = find_fold_body(analysis, index + 2)
    acts = isinstance(subject, PartyPhrase) and not subject.possessive and subject.kind in ACTING
    members = resolve_members(analysis, subject) if acts else ()
    value = apply_operators("effective", chain)
    if subject is None or not bodies or not members or value.stage is None:
        return
    action: Action = "reinstate" if was_suspended(analysis, bodies, members) else "join"
    found = tuple(phrase.body for phrase in bodies)
    frame = ClauseFrame(action, members, found, value, subject.first, last, f"{action}:back")
    analysis.keep(frame, index)


def match_wish_for_return(analysis: SentenceAnalysis, index: int, party: PartyPhrase) -> None:
    """As in "wants X back in the club"."""
    verb = party.first - 1
    bodies, last = find_bodies_at(analysis, index + 2)
    members = () if party.possessive else resolve_members(analysis, party)
    if analysis.tokens[verb].lemma != "want" or not bodies or not members:
        return
    value = apply_operators("considered", analysis.find_governors(verb))
    if value.stage is None:
        return
    action: Action = "reinstate" if was_suspended(analysis, bodies, members) else "join"
    found = tuple(phrase.body for phrase in bodies)
    analysis.keep(ClauseFrame(action, members, found, value, verb, last, f"{action}:back"), index)


def find_fold_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "the union's fold", "the fold of the union"."""
    for at in range(start, min(start + 5, len(analysis.tokens))):
        phrase = analysis.phrases.body_at.get(at)
        if phrase is not None:
            after = phrase.last + 1
            after += analysis.low(after) in {"'s", "'"}
            return ([phrase], after) if analysis.among(after, "FOLD") else ([], start)
    return [], start
