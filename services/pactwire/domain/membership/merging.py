"""One claim for each body, member and action of a document: the furthest stage that holds."""

from pactwire.domain.membership.drafts import ClaimDraft, with_more
from pactwire.domain.membership.weights import RANK


def merged(found: list[ClaimDraft]) -> list[ClaimDraft]:
    """Merge the drafts of all sentences, in order of first mention."""
    groups: dict[tuple[str, str, str], ClaimDraft] = {}
    for draft in found:
        key = (draft.organisation.entity_id, draft.member.entity_id, draft.action)
        known = groups.get(key)
        groups[key] = draft if known is None else better(known, draft)
    return list(groups.values())


def better(one: ClaimDraft, two: ClaimDraft) -> ClaimDraft:
    """Today's news before background; then the furthest stage; then what came first.

    A headline's present tense often means the future: the text below it knows better.
    """
    if one.background != two.background:
        return with_more(two, one) if one.background else with_more(one, two)
    if one.headline and not two.headline and (one.stage, two.stage) == ("effective", "approved"):
        return with_more(two, one)
    if one.weak != two.weak:
        return with_more(two, one) if one.weak else with_more(one, two)
    return with_more(two, one) if RANK[two.stage] > RANK[one.stage] else with_more(one, two)
