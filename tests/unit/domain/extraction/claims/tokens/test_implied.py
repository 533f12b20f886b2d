"""Bodies that short texts mean without naming one."""

from datetime import UTC, datetime

import pytest

from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.edges.reference import load_reference


def implied(text: str, published: str = "2022-06-23") -> set[str]:
    when = datetime.fromisoformat(published).replace(tzinfo=UTC)
    document = tag_text(TextInput(text, published_at=when), load_reference())
    return {one.entity_id for one in ArticleContext(document, load_reference()).implied}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Norway's parliament voted to let Sweden into the alliance.", "x-nato"),
        ("Croatia is ally no. 28", "x-nato"),
        ("The ambassadors signed Finland's accession protocol.", "x-nato"),
        ("Mr Stoltenberg handed Finland's foreign minister the letter of invitation.", "x-nato"),
        ("Albania got candidate status, the first step to joining.", "x-european-union"),
        ("The leaders opened accession talks with Serbia.", "x-european-union"),
        ("Montenegro hands in its candidacy for the Union.", "x-european-union"),
    ],
)
def test_words_that_only_one_body_has_mean_it(text: str, body: str) -> None:
    assert implied(text) == {body}


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Alitalia, the Italian airline, has left the alliance, its president said.", "2022-06-23"),
        ("Italy's opposition parties let the Greens join the alliance.", "2022-06-23"),
        ("Hungary's parliament voted to leave the alliance.", "1990-06-26"),
        ("Mali's government has joined the alliance.", "2023-09-16"),
        ("Ethiopia has opened accession talks, its minister said.", "2022-06-23"),
        ("Poland got candidate status for the Olympics, its minister said.", "2022-06-23"),
        ("ASEAN has opened accession talks, Finland's minister was told.", "2022-06-23"),
        ("Sweden's new minister left the talks.", "2022-06-23"),
    ],
)
def test_what_may_be_another_body_means_none(text: str, published: str) -> None:
    assert implied(text, published) == set()


def test_running_prose_names_its_body() -> None:
    text = "Norway's parliament voted to let Sweden into the alliance. " + "It rained. " * 60
    assert implied(text) == set()
