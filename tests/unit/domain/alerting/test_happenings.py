"""Whether two stories report the same happening: by names, numbers and rare words, in time."""

from datetime import timedelta

import pytest

from pactwire.domain.alerting.happenings import (
    MAX_TERM_BANDS,
    Happening,
    Kinship,
    contradicts,
    describe_kinship,
    list_new_substance,
    list_term_bands,
    same_happening,
)
from pactwire.domain.alerting.story_folding import KnownStory, find_fold
from pactwire.domain.alerting.story_terms import format_claim_term, list_story_terms
from pactwire_schemas import Article, Mention
from pactwire_schemas.alert import MAX_TERMS
from pactwire_schemas.enrichment import Doubt
from sample_events import claim, later, mention, reference

FERRY = (
    "Ferry sinks off Zamboanga",
    (
        "A ferry with 317 people on board sank off Zamboanga before dawn, guards said. Divers "
        "cut twenty-eight passengers from the hull of the Trisha. The captain told of a leak."
    ),
)
REWORDED = (
    "Divers save passengers from capsized hull",
    (
        "Twenty-eight people were freed from the overturned Trisha by divers on Friday. The ship "
        "went down near Zamboanga with 317 on board after its captain radioed about a leak."
    ),
)
NEXT_FERRY = (
    "Ferry runs aground off Cebu",
    (
        "A ferry with ninety people on board ran aground off Cebu on Sunday, guards said. All "
        "passengers walked ashore at low tide. Its captain had fallen asleep."
    ),
)


def terms(text: tuple[str, str], *mentions: Mention) -> tuple[str, ...]:
    headline, body = text
    given = reference(1, headline=headline).model_dump()
    return list_story_terms(Article(**given, body=body), mentions)


def list_new(told: tuple[str, ...], *earlier: tuple[str, ...]) -> list[str]:
    before = [Happening(one, later()) for one in earlier]
    return list_new_substance(Happening(told, later()), before)


def compare(
    one: tuple[str, str], other: tuple[str, str], *mentions: Mention, hours: float = 2
) -> Kinship | None:
    first = Happening(terms(one, *mentions), later())
    return same_happening(first, Happening(terms(other, *mentions), later(hours=hours)))


def test_the_same_happening_is_known_in_other_words_and_says_by_what() -> None:
    kinship = compare(FERRY, REWORDED)
    assert kinship
    shown = describe_kinship(Happening(terms(FERRY), later()), kinship)
    assert shown == "shares Zamboanga, Trisha, 317, 28, passengers"


def test_another_happening_of_the_kind_is_news() -> None:
    assert compare(FERRY, NEXT_FERRY) is None


RATES = (
    "Central bank keeps its key rate at 3.5 pct",
    (
        "The central bank kept its main interest rate at 3.5 percent, as analysts had forecast. "
        "Two members of the board dissented and wanted a cut. The currency was steady."
    ),
)


def test_the_same_words_of_other_countries_are_other_happenings() -> None:
    def told(country: str) -> Happening:
        return Happening((*terms(RATES), f"@{country}"), later())

    assert same_happening(told("CZ"), told("CZ"))
    assert same_happening(told("CZ"), told("HU")) is None


def test_a_story_of_the_next_day_is_news_though_it_recalls_the_first() -> None:
    """A successor is named: half of what is said was said before, and all of the first report."""
    resigned = (
        "Health minister Sasko resigns",
        "The health minister Kamil Sasko resigned over a tender for ambulance services.",
    )
    named = (
        "Fico names hospital director as health minister",
        (
            "Robert Fico named Zuzana Novotna, the director of a hospital in Kosice, as health "
            "minister. She follows Kamil Sasko, who resigned over a tender for ambulance services."
            " Parliament in Bratislava will hear her on 14 May, and unions of nurses want a raise."
        ),
    )
    assert compare(resigned, named, hours=3)
    assert compare(resigned, named, hours=26) is None


def test_order_does_not_matter() -> None:
    one, other = Happening(terms(FERRY), later()), Happening(terms(REWORDED), later(hours=2))
    there, back = same_happening(one, other), same_happening(other, one)
    assert there
    assert back
    assert there.share == back.share


def test_entities_alone_make_no_happening() -> None:
    named = [mention(f"x-body-{number}", "organisation") for number in range(9)]
    assert compare(("", "They met."), ("", "They quarrelled."), *named) is None


@pytest.mark.parametrize("text", [("", ""), ("Markets", ""), ("", "1 2 3.")])
def test_a_text_that_says_next_to_nothing_is_like_no_other(text: tuple[str, str]) -> None:
    assert compare(text, text) is None


def test_names_keep_their_capital_and_entities_their_id() -> None:
    syria = mention("SY", surface="Syrian")
    found = terms(("Syrian Bridge Opens", "A Syrian bridge at Manbij opened, 2,500 came."), syria)
    assert found == ("Manbij", "2500", "bridge", "opened", "opens", "@SY")


def test_terms_are_bounded() -> None:
    letters = "abcdefghij"
    body = " ".join(f"{first}{second}word" for first in letters for second in letters)
    found = terms(("", body))
    assert len(found) == MAX_TERMS
    assert len(list_term_bands(found)) == MAX_TERM_BANDS


def test_reports_of_a_happening_share_a_band() -> None:
    assert set(list_term_bands(terms(FERRY))) & set(list_term_bands(terms(REWORDED)))


def test_no_band_is_made_of_entities_single_figures_or_years() -> None:
    assert list_term_bands(("@SY", "@x-nato", "3", "2025")) == ()


@pytest.mark.parametrize(
    ("told", "news"),
    [
        (("Zamboanga", "31", "ferry", "@PH"), ["31"]),
        (("Zamboanga", "28", "Basilan", "@x-asean"), ["Basilan", "@x-asean"]),
        (("Zamboangas", "28", "vessel", "sank"), []),
        (("Zamboanga", "2", "2026"), []),
    ],
    ids=["a higher toll", "a name and an entity", "other words", "a figure and a year"],
)
def test_names_numbers_and_entities_are_substance(told: tuple[str, ...], news: list[str]) -> None:
    assert list_new(told, ("Zamboanga", "28"), ("ferry", "@PH")) == news


def test_the_longer_between_two_reports_the_more_they_must_share() -> None:
    one = Happening(("Zamboanga", "Trisha", "divers", "leak", "captain", "passengers"), later())
    little = ("Zamboanga", "passengers", "divers", "inquest", "lawyers", "surveyors", "insurers",
              "relatives", "testified", "compensation", "judge")  # fmt: skip
    folded = [
        same_happening(one, Happening(little, later() + timedelta(days=days))) is not None
        for days in range(12)
    ]
    assert folded == sorted(folded, reverse=True)
    assert set(folded) == {True, False}


JOINED = "=join:effective:SY:x-nato"
DENIED = "=join:rejected:SY:x-nato"
WORDS = ("signed", "ceremony", "ministry", "treaty", "closed")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((JOINED, "Kazan", "talks", "@SY"), (JOINED, "Berne", "lake", "@SY"), True),
        ((JOINED, *WORDS), (DENIED, *WORDS), False),
        ((JOINED, DENIED, *WORDS), (DENIED, *WORDS), True),
        ((JOINED, *WORDS), ("=join:rejected:IQ:x-nato", *WORDS), True),
        ((JOINED, *WORDS), WORDS, True),
        ((JOINED, "@SY"), ("@SY", "talks"), False),
    ],
    ids=["one claim, other words", "a denial in the same words", "one claim of two",
         "of another member", "a report that claims nothing", "an entity alone"],
)  # fmt: skip
def test_what_stories_claim_of_a_membership_decides(
    one: tuple[str, ...], other: tuple[str, ...], *, same: bool
) -> None:
    first, second = Happening(one, later()), Happening(other, later(hours=2))
    told = KnownStory("1", "a", b"", "alert", first)
    story = KnownStory("2", "b", b"", "", second)
    assert (find_fold(story, [told]) is not None) == same
    assert contradicts(first, second) == contradicts(second, first)


def test_claims_lead_the_terms_as_they_were_read() -> None:
    doubted = claim("join", "considered", doubt=Doubt(stage="effective", reason="one reader"))
    assert format_claim_term(doubted) == format_claim_term(claim("reinstate"))
    given = reference(1, headline="Talks at Manbij").model_dump()
    recalled = claim("leave", background=True)
    found = list_story_terms(Article(**given, body=""), (), [doubted, claim(), recalled])
    assert found[0] == "=join:effective:SY:x-global-coalition"
    assert [term for term in found if term.startswith("=")] == [found[0]]
    assert list_term_bands(found)[0] == list_term_bands(found[:1])[0]


def test_a_claim_is_substance() -> None:
    assert list_new((JOINED, "talks"), ("talks",)) == [JOINED]
