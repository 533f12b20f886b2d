"""What a newer version of an article takes back, and what it still says."""

from collections.abc import Sequence
from typing import NamedTuple

from pactwire_schemas import Article, MembershipClaim

SENTENCE_ENDS = ".!?…:;\"'”’»)]。"


class ComparedClaims(NamedTuple):
    """The claims that an article makes in its newest version, and those it took back with it."""

    made: tuple[MembershipClaim, ...]
    withdrawn: tuple[MembershipClaim, ...]


def compare_claims(
    previous: Sequence[MembershipClaim], current: Sequence[MembershipClaim], article: Article
) -> ComparedClaims:
    """The claims of `article`, which had `previous` before and has `current` now.

    A claim whose sentence still stands word for word is still made, even where it was not read
    this time: another headline, or other words around it, take nothing back. An article that is
    no longer usable makes no claim.
    """
    still_read = {claim.claim_id for claim in current}
    gone = [claim for claim in previous if claim.claim_id not in still_read]
    text = _fold(f"{article.headline}\n{article.body}") if article.pub_status == "usable" else ""
    standing = [claim for claim in gone if _stands(_fold(claim.evidence.quote), text)]
    withdrawn = tuple(
        claim.model_copy(update={"withdrawn": True, "article": article.reference()})
        for claim in gone
        if claim not in standing
    )
    return ComparedClaims((*current, *standing), withdrawn)


def _fold(text: str) -> str:
    return " \n ".join(" ".join(line.casefold().split()) for line in text.split("\n"))


def _stands(sentence: str, text: str) -> bool:
    """Whether a sentence stands in a text by itself, and not as a part of another."""
    sentence = sentence.strip()
    at = text.find(sentence) if sentence else -1
    while at >= 0:
        end = at + len(sentence)
        before, after = text[max(0, at - 3) : at].rstrip(" "), text[end : end + 3].lstrip(" ")
        begins = not before or before[-1] in f"\n{SENTENCE_ENDS}"
        ends = sentence[-1] in SENTENCE_ENDS or not after or after[0] == "\n"
        if begins and ends:
            return True
        at = text.find(sentence, at + 1)
    return False
