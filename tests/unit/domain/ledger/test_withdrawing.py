"""A newer version takes back what it no longer says, and only that."""

import pytest

from pactwire.domain.ledger import compare_claims
from pactwire_schemas import Article, MembershipClaim
from sample_events import claim, enriched

QUOTE = "Syria joined the coalition on Monday."


def version(headline: str, body: str, **fields: object) -> Article:
    article = enriched().article
    return article.model_copy(update={"headline": headline, "body": body, "version": 2, **fields})


def made(quote: str = QUOTE) -> MembershipClaim:
    one = claim()
    return one.model_copy(update={"evidence": one.evidence.model_copy(update={"quote": quote})})


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Another headline", f"It is new. {QUOTE} More follows."),
        (QUOTE, "Only the headline says so now."),
        ("", f"  {QUOTE.upper()}  "),
        ("", f"Said at noon.\n{QUOTE}"),
    ],
)
def test_a_sentence_that_still_stands_is_still_claimed(headline: str, body: str) -> None:
    compared = compare_claims([made()], [], version(headline, body))
    assert compared.withdrawn == ()
    assert compared.made == (made(),)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Syria spoke to the coalition on Monday.", "usable"),
        ("It is not true that Syria joined the coalition on Monday.", "usable"),
        (f"{QUOTE[:-1]}, a spokesman had wrongly said.", "usable"),
        ("", "usable"),
        (QUOTE, "canceled"),
        (QUOTE, "withheld"),
    ],
)
def test_a_sentence_that_is_gone_is_taken_back(body: str, status: str) -> None:
    article = version("News", body, pub_status=status)
    compared = compare_claims([made()], [], article)
    assert compared.made == ()
    (gone,) = compared.withdrawn
    assert gone.withdrawn
    assert gone.article.version == 2


def test_what_is_read_again_is_no_withdrawal() -> None:
    again = made("Syria joined it on Monday.")
    compared = compare_claims([made()], [again], version("", "Other words."))
    assert compared == ((again,), ())
