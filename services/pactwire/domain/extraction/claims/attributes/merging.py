"""One claim for each body, member and action of a document: the furthest stage that holds."""

from dataclasses import replace

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate, fill_gaps
from pactwire_schemas.enrichment import Stage

RANK: dict[Stage, int] = {
    "considered": 0,
    "applied": 1,
    "rejected": 2,
    "approved": 3,
    "effective": 4,
}


def merge_candidates(found: list[ClaimCandidate]) -> list[ClaimCandidate]:
    """Merge the candidates of all sentences, in order of first mention."""
    groups: dict[tuple[str, str, str], ClaimCandidate] = {}
    for draft in found:
        key = (draft.organisation.entity_id, draft.member.entity_id, draft.action)
        known = groups.get(key)
        groups[key] = draft if known is None else choose_candidate(known, draft)
    return list(drop_repeated_returns(groups).values())


def drop_repeated_returns(
    groups: dict[tuple[str, str, str], ClaimCandidate],
) -> dict[tuple[str, str, str], ClaimCandidate]:
    """Keep one claim of a return called both joining and reinstating: the body's decision."""
    for body, member, action in list(groups):
        taken = (body, member, "reinstate")
        if action != "join" or taken not in groups:
            continue
        own, back = groups[body, member, action], groups[taken]
        if not own.background and not back.background:
            chosen = choose_candidate(own, back)
            groups[taken] = replace(chosen, action="reinstate", rule=back.rule)
            del groups[body, member, action]
    return groups


def choose_candidate(one: ClaimCandidate, two: ClaimCandidate) -> ClaimCandidate:
    """Today's news before background; then the furthest stage; then what came first.

    A headline's present tense often means the future: the text below it knows better.
    """
    if one.background != two.background:
        return fill_gaps(two, one) if one.background else fill_gaps(one, two)
    if one.headline and not two.headline and (one.stage, two.stage) == ("effective", "approved"):
        return fill_gaps(two, one)
    if one.weak != two.weak:
        return fill_gaps(two, one) if one.weak else fill_gaps(one, two)
    return fill_gaps(two, one) if RANK[two.stage] > RANK[one.stage] else fill_gaps(one, two)
