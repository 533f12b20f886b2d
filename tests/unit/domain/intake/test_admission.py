"""Ids are content: one article under many addresses, and a hash that moves with the words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake import Admission, Submission, admit
from pactwire.domain.intake.admission import WORD, join_words

NOW = datetime(2026, 2, 9, tzinfo=UTC)


def admitted(**fields: object) -> Admission:
    return admit(Submission.model_validate({"headline": "a", **fields}), NOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://Paper.example/a?b=1&a=2",
        "https://paper.example:443/a?a=2&b=1#top",
        "https://paper.example/a?utm_source=mail&a=2&b=1&fbclid=zz",
    ],
)
def test_the_same_page_under_another_address_is_the_same_article(url: str) -> None:
    here = admitted(url="https://paper.example/a?a=2&b=1")
    assert admitted(url=url).article_id == here.article_id
    assert admitted(url=url).canonical_url == "https://paper.example/a?a=2&b=1"


def test_parameters_that_choose_the_page_are_kept() -> None:
    assert admitted(url="https://p.example/?id=1").article_id != (
        admitted(url="https://p.example/?id=2").article_id
    )


def test_without_an_address_the_source_and_guid_name_it() -> None:
    first = admitted(guid="7", source="Wire", headline="one")
    assert admitted(guid="7", source="Wire", headline="changed").article_id == first.article_id
    assert admitted(guid="7", source="Other", headline="one").article_id != first.article_id


def test_without_either_the_words_name_it() -> None:
    assert admitted(headline="one").article_id == admitted(headline="one").article_id
    assert admitted(headline="one").article_id != admitted(headline="two").article_id


def test_the_hash_moves_with_words_and_status_only() -> None:
    first = admitted(url="https://p.example/1", body="x")
    assert admitted(url="https://p.example/1", body="x", language="en").content_hash == (
        first.content_hash
    )
    assert admitted(url="https://p.example/1", body="y").content_hash != first.content_hash
    canceled = admitted(url="https://p.example/1", body="x", pub_status="canceled")
    assert canceled.content_hash != first.content_hash


def test_the_domain_is_filled_in_from_the_address() -> None:
    source = admitted(url="https://www.paper.example/1", source={"name": "Paper", "tier": 2}).source
    assert (source.name, source.domain, source.tier) == ("Paper", "paper.example", 2)
    assert admitted(url="https://www.paper.example/1").source.name == "paper.example"


def test_the_article_carries_everything_that_was_handed_in() -> None:
    article = admitted(url="https://p.example/1", body="b", language="fr").article(3)
    assert (article.version, article.body, article.language) == (3, "b", "fr")
    assert article.received_at == NOW


@given(st.text(alphabet="ab Z_?%.,;-5\n\t'é", max_size=40))
def test_words_are_joined_as_the_pattern_finds_them(text: str) -> None:
    assert join_words(text) == " ".join(WORD.findall(text))
