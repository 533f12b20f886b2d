"""What a newer version of an article takes back."""

from collections.abc import Sequence

from pactwire_schemas import Article, MembershipClaim


def list_withdrawn_claims(
    previous: Sequence[MembershipClaim], current: Sequence[MembershipClaim], article: Article
) -> tuple[MembershipClaim, ...]:
    """The previous claims that are not among the current ones, as withdrawn by `article`."""
    still_made = {claim.claim_id for claim in current}
    return tuple(
        claim.model_copy(update={"withdrawn": True, "article": article.reference()})
        for claim in previous
        if claim.claim_id not in still_made
    )
