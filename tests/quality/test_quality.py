"""The extraction on its labelled cases: no figure below its floor, and the cases are sound."""

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from pactwire.cli.tag_ndjson import parse_article
from pactwire.domain.extraction.enrich import extract_article
from pactwire.edges.reader import load_reader
from pactwire.edges.reference import load_reference
from quality import scorecard
from quality.claim_matching import (
    Counts,
    FoundClaim,
    FoundDetails,
    compare_claims,
    compare_firm,
    count_comparison,
    match_change,
    match_stage,
)
from quality.classes import ClaimClass, TagClass
from quality.convert import convert_countries, convert_membership
from quality.detail_scoring import compare_details, count_by_name, speaker_matches
from quality.floors import find_fallen, load_floors, measure_sets
from quality.labelled import ClaimCase, ExpectedClaim, claim_cases, tag_cases
from quality.page import name_processor, render_page
from quality.reading import read, write_line
from quality.scoring import score_all_claims

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def expect_claim(**values: object) -> ExpectedClaim:
    label = {"organisation": "x-nato", "member": "FI", "action": "join", "stage": "effective"}
    return ExpectedClaim.model_validate(label | values)


def find_claim(stage: str = "effective", member: str = "FI", action: str = "join") -> FoundClaim:
    return FoundClaim("x-nato", member, action, stage)


def test_the_page_is_in_step_with_the_rules() -> None:
    shown = PAGE.read_text("utf-8")
    if name_processor() not in shown:
        pytest.skip("the page was written on another kind of processor")
    assert shown == render_page(), "run `make quality`"


def test_no_figure_is_below_its_floor() -> None:
    assert load_floors(), "no floors: python -m quality.scorecard --raise-floors"
    assert list(find_fallen(measure_sets(), load_floors())) == []


def test_there_are_enough_cases_of_every_sort() -> None:
    cases = claim_cases()
    assert len(cases) >= 600
    first = [case for case in cases if case.case_set == "0.1"]
    assert sum(case.near_miss for case in first) >= 0.4 * len(first)
    silent = [case for case in cases if all(one.optional for one in case.claims)]
    assert len(silent) >= 0.4 * len(cases), "history retold is a near miss of prose"
    required = [one for case in cases for one in case.claims if not one.optional]
    assert min(Counter(one.action for one in required).values()) >= 15
    assert min(Counter(one.stage for one in required).values()) >= 40
    assert len(tag_cases()) >= 150
    assert {case.language for case in tag_cases()} >= {"fr", "es", "ar", "ru", "zh"}


def test_every_class_has_texts_enough_to_mean_something() -> None:
    claims = Counter(case.case_class for case in claim_cases())
    tags = Counter(case.case_class for case in tag_cases())
    assert min(claims[one] for one in ClaimClass) >= 25
    assert min(tags[one] for one in TagClass) >= 10


@pytest.mark.parametrize(
    ("case_class", "claims"),
    [("no-such-class", []), ("near-troops", [{"organisation": "x-nato", "member": "FI"}])],
)
def test_a_case_of_an_unknown_or_contradicting_class_is_refused(
    case_class: str, claims: list[dict[str, str]]
) -> None:
    change = {"action": "join", "stage": "effective"}
    with pytest.raises(ValidationError, match="class"):
        ClaimCase.model_validate(
            {"text": "any", "class": case_class, "claims": [one | change for one in claims]}
        )


def test_about_a_third_is_held_back_by_the_text_alone() -> None:
    cases = claim_cases()
    share = sum(case.held_back for case in cases) / len(cases)
    assert 0.25 < share < 0.42
    moved = cases[0].model_copy(update={"file": "elsewhere", "case_class": ClaimClass.HEADLINE})
    assert moved.id == cases[0].id


def test_every_label_names_an_entity_of_the_reference_data() -> None:
    labels = {
        label
        for case in claim_cases()
        for one in case.claims
        for label in (one.member, *one.organisations)
    }
    ids = {i for case in tag_cases() for i in case.countries | case.organisations | case.forbidden}
    known = load_reference().entities
    assert sorted(one for one in labels | ids if one not in known) == []


def test_evidence_quotes_the_text_it_points_to() -> None:
    for case in claim_cases():
        reading = read(case)
        for one in reading.claims:
            evidence = one.evidence
            assert case.text[evidence.start : evidence.end] == evidence.quote
        for mention in reading.mentions:
            assert case.text[mention.start : mention.end] == mention.surface


def test_reading_twice_gives_the_same() -> None:
    for case in claim_cases()[::20]:
        once = extract_article(parse_article(write_line(case)), load_reference(), load_reader())
        assert once.claims == read(case).claims


@pytest.mark.parametrize(
    ("expected", "given", "counts"),
    [
        ([expect_claim()], [find_claim()], Counts(right=1)),
        ([expect_claim()], [], Counts(missed=1)),
        ([], [find_claim()], Counts(wrong=1)),
        ([expect_claim()], [find_claim(), find_claim()], Counts(right=1)),
        ([expect_claim()], [find_claim(), find_claim("approved")], Counts(right=1, wrong=1)),
        ([expect_claim(background=True)], [find_claim()], Counts()),
        ([expect_claim(optional="borderline")], [find_claim(member="SE")], Counts(wrong=1)),
        (
            [expect_claim(action_alt=["reinstate"])],
            [find_claim(action="reinstate")],
            Counts(right=1),
        ),
    ],
)
def test_counting_tells_right_missed_and_wrong(
    expected: list[ExpectedClaim], given: list[FoundClaim], counts: Counts
) -> None:
    assert count_comparison(compare_claims(expected, given, match_change)) == counts


def count_details(labels: object, **values: object) -> dict[str, Counts]:
    case = ClaimCase.model_validate(
        {"text": "any", "class": "joining", "claims": [expect_claim(details=labels)]}
    )
    news = [find_claim()._replace(details=FoundDetails(**values))]  # type: ignore[arg-type]
    return {
        name: one for name, one in count_by_name(compare_details(case, news)) if one != Counts()
    }


def test_details_count_only_where_they_are_labelled() -> None:
    assert count_details(None, ordinal=31) == {}
    assert count_details({}, ordinal=31) == {"ordinal": Counts(wrong=1)}
    assert count_details({"ordinal": 31}, ordinal=31) == {"ordinal": Counts(right=1)}
    assert count_details({"ordinal": 31}) == {"ordinal": Counts(missed=1)}
    assert count_details({"ordinal": 31}, ordinal=32) == {"ordinal": Counts(missed=1, wrong=1)}


def test_a_date_is_right_only_as_exact_as_it_is_told() -> None:
    wrong = {"effective_on": Counts(missed=1, wrong=1)}
    assert count_details({"effective_on": "2026-07"}, effective_on="2026-07-01") == wrong
    assert count_details({"effective_on": "2026-07"}, effective_on="2026-07")["effective_on"].right


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("foreign minister Elina Saar", True),
        ("Elina Saar", True),
        ("minister", False),
        ("said foreign minister Elina Saar", False),
    ],
)
def test_a_speaker_has_the_words_that_may_not_be_left_out(name: str, right: bool) -> None:
    assert speaker_matches("[foreign minister,] Elina Saar", name) == right


def test_enough_claims_state_each_detail() -> None:
    stated = [one.details for case in claim_cases() for one in case.claims if one.details]
    names = ("ordinal", "member_count", "announced_on", "effective_on", "speaker")
    assert min(sum(getattr(one, name) is not None for one in stated) for name in names) >= 15
    assert sum(one.official is False for one in stated) >= 10


def test_the_stage_counts_for_exact_only() -> None:
    assert count_comparison(
        compare_claims([expect_claim()], [find_claim("applied")], match_stage)
    ) == Counts(missed=1, wrong=1)
    either = expect_claim(stage_alt=["applied"])
    assert count_comparison(
        compare_claims([either], [find_claim("applied")], match_stage)
    ) == Counts(right=1)


def test_firm_leaves_out_what_may_be_undecided() -> None:
    either = expect_claim(stage="approved", stage_alt=["considered"])
    assert count_comparison(compare_firm([either], [])) == Counts()
    assert count_comparison(compare_firm([either], [find_claim("approved")])) == Counts()
    assert count_comparison(
        compare_firm([expect_claim(stage="considered")], [find_claim("approved")])
    ) == Counts(wrong=1)


def test_held_back_cases_are_listed_only_when_asked_for() -> None:
    kept = {case.id for case in (*claim_cases(), *tag_cases()) if case.held_back}
    listed = {line.split()[0] for line in scorecard.list_errors("", held_back=False)}
    assert not kept & listed
    assert not any(
        one.case.held_back
        for one in scorecard.select_cases(score_all_claims(), "", held_back=False)
    )
    assert any(
        one.case.held_back for one in scorecard.select_cases(score_all_claims(), "", held_back=True)
    )


def test_what_tag_prints_becomes_predictions() -> None:
    line = {
        "id": "a",
        "mentions": [{"start": 0, "end": 5, "kind": "country", "iso2": "SY", "entity_id": "SY"}],
        "claims": [
            {
                "organisation": {"entity_id": "x-nato", "name": "NATO"},
                "member": {"entity_id": "FI", "name": "Finland", "iso2": "FI"},
                "action": "join",
                "stage": "effective",
                "background": False,
            },
            {
                "organisation": {"entity_id": "x-nato", "name": "NATO"},
                "member": {"entity_id": "x-scotland", "name": "Scotland", "iso2": None},
                "action": "join",
                "stage": "considered",
                "background": True,
            },
        ],
    }
    change = {"organisation": "NATO", "member": "FI", "action": "join", "stage": "effective"}
    assert convert_membership(line) == {"id": "a", "changes": [change]}
    with_history = convert_membership(line, background=True)["changes"]
    assert [one["member"] for one in with_history] == ["FI", "Scotland"]
    assert [one["iso2"] for one in convert_countries(line)["mentions"]] == ["SY"]
