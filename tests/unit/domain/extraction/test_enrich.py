"""An article becomes an enriched article: fields, roles, claims."""

from datetime import UTC, datetime

import pytest

from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.extraction.version import compute_version
from pactwire_schemas import ENRICHED, Article, Source

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def article(headline: str, body: str) -> Article:
    return Article(
        article_id="a1", source=Source(name="Harbour Wire"), headline=headline, body=body,
        language="en", received_at=NOW, content_hash="h",
    )  # fmt: skip


def test_offsets_count_from_the_start_of_their_field(reference):
    given = article("Oman joins NATO", "Officials in Oman said “yes” to Malta.")
    for mention in enrich(given, reference).mentions:
        field = getattr(given, mention.field)
        assert field[mention.start : mention.end] == mention.surface


def test_a_claim_carries_its_evidence_and_its_article(reference):
    given = article("", "Sweden formally joined NATO on Thursday.")
    (claim,) = enrich(given, reference).claims
    assert (claim.member.iso2, claim.organisation.entity_id) == ("SE", "x-nato")
    assert (claim.action, claim.stage) == ("join", "effective")
    assert given.body[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    assert claim.article.article_id == "a1"


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize(
    "when", ["last month", "last year", "next year", "tomorrow", "yesterday", "on 31 December"]
)
def test_arithmetic_with_a_moment_no_article_can_have_raises_nothing(reference, published, when):
    given = article("", f"Sweden formally joined NATO {when}. Oman will join NATO {when}.")
    dated = given.model_copy(update={"published_at": datetime.fromisoformat(published)})
    assert enrich(dated, reference).model_dump_json()


def test_the_result_is_a_valid_event(reference):
    enriched = enrich(article("Oman joins NATO", "Oman joined NATO on Monday."), reference)
    record = ENRICHED.encode(enriched)
    decoded = ENRICHED.decode(record.value, record.headers)
    assert decoded.mentions == enriched.mentions
    assert decoded.claims == enriched.claims


def test_the_same_article_gives_the_same_result(reference):
    given = article("Oman joins NATO", "Oman joined NATO on Monday.")
    assert enrich(given, reference) == enrich(given, reference)


@pytest.mark.parametrize(
    ("text", "surface", "role"),
    [
        ("Chile signed the treaty.", "Chile", "subject"),
        ("Ministers met with Chile on Friday.", "Chile", "object"),
        ("According to Chile, all is well.", "Chile", "source"),
        ("A Chilean official said so.", "Chilean", "source"),
        ("Rain fell in Chile.", "Chile", "mentioned"),
    ],
)
def test_a_mention_has_a_role(reference, text, surface, role):
    (mention,) = [m for m in enrich(article("", text), reference).mentions if m.surface == surface]
    assert mention.role == role


@pytest.mark.parametrize(
    ("text", "body", "action"),
    [
        ("Iran was elected to the IAEA Board of Governors.", "x-iaea-board-of-governors", "join"),
        ("The IAEA Board of Governors admitted Palau on Tuesday.", "x-iaea", "join"),
        ("Russia was expelled from the IMO Council.", "x-imo-council", "expel"),
        ("The North Atlantic Council admitted Finland on Tuesday.", "x-nato", "join"),
        ("Uzbekistan joined EurAsEC in January.", "x-eurasian-economic-community", "join"),
    ],
)
def test_an_organ_is_joined_itself_and_decides_for_the_whole(reference, text, body, action):
    (claim,) = enrich(article("", text), reference).claims
    assert (claim.organisation.entity_id, claim.action) == (body, action)


def test_what_was_read_names_what_read_it(reference):
    enriched = enrich(article("", "Sweden formally joined NATO on Thursday."), reference)
    assert enriched.extractor_version == compute_version(reference.version, "")
    assert {claim.extractor_version for claim in enriched.claims} == {enriched.extractor_version}
