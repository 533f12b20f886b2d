"""Two readers, one verdict: every way they can agree or differ."""

from dataclasses import replace

import pytest

from pactwire.cli.tag_ndjson import parse_article
from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.enrich import extract_article
from pactwire.domain.extraction.reader.candidates import PairCandidate, place_claim
from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.reader.reading import PairReading
from pactwire.domain.extraction.text_kind import TextKind
from pactwire.domain.extraction.verdict import (
    Thresholds,
    find_crowded,
    is_covered,
    judge_alone,
    judge_claim,
    judge_denied,
)
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import Doubt, MembershipClaim

LIMITS = Thresholds(
    agrees=0.5, recalls=0.5, stage=0.8,
    alone=0.9, alone_firm=0.95, alone_considered=0.98, alone_doubtful=0.8,
)  # fmt: skip


def rule(stage: str = "effective", *, background: bool = False) -> ClaimCandidate:
    return ClaimCandidate(
        Member("x-nato", "NATO", None), Member("FI", "Finland", "FI"), "join", stage,
        background, 0, 10, "join:verb", 0.95,
    )  # fmt: skip


def seen(
    stage: str = "effective",
    change: float = 0.97,
    action: str = "join",
    certain_stage: float = 0.95,
    recalled: float = 0.0,
) -> PairReading:
    reading = Reading(action, stage, change, 1.0, certain_stage, recalled)
    return PairReading(PairCandidate("x-nato", "FI", 0, 10), "", reading)


@pytest.mark.parametrize(
    ("claim", "read", "kind", "level", "stage", "by"),
    [
        (rule(), seen(), "prose", "both", "effective", "both"),
        (rule(), seen(change=0.6), "prose", "both, less sure", "effective", "both"),
        (rule(), seen("approved"), "prose", "stage of the reader", "approved", "both"),
        (rule(), seen("approved", certain_stage=0.5), "prose", "stage in dispute", "effective",
         "both"),
        (rule(), seen("considered", certain_stage=0.5), "prose", "doubtful", "effective", "both"),
        (rule(), seen("considered", certain_stage=0.5), "item", "stage in dispute", "effective",
         "both"),
        (rule(), seen(recalled=0.9), "prose", "recalled", "effective", "both"),
        (rule(), seen(recalled=0.55), "prose", "recalled", "effective", "both"),
        (rule(background=True), seen(), "prose", "recalled", "effective", "rule"),
        (rule(), seen(change=0.1), "prose", "doubtful", "effective", "rule"),
        (rule(), seen(action="leave"), "prose", "doubtful", "effective", "rule"),
        (rule("considered"), seen(change=0.1), "prose", "rule", "considered", "rule"),
        (rule(), seen(change=0.1), "item", "rule", "effective", "rule"),
        (rule(), seen(change=0.09), "item", "doubtful", "effective", "rule"),
        (rule(), seen(change=0.12, recalled=0.28), "item", "rule", "effective", "rule"),
        (rule(), None, "prose", "doubtful", "effective", "rule"),
        (rule(), None, "heading", "unread", "effective", "rule"),
    ],
)  # fmt: skip
def test_a_claim_of_the_grammar_is_judged_beside_the_reading(
    claim: ClaimCandidate, read: PairReading | None, kind: TextKind, level: str, stage: str, by: str
) -> None:
    verdict = judge_claim(claim, read, LIMITS, kind)
    assert (verdict.level, verdict.stage, verdict.read_by) == (level, stage, by)
    assert verdict.why


def test_history_is_told_from_news_before_the_reader_is_sure_of_either() -> None:
    strict = LIMITS._replace(agrees=0.8)
    assert judge_claim(rule(), seen(change=0.6, recalled=0.9), strict, "prose").recalled
    assert not judge_claim(rule(), seen(change=0.4, recalled=0.9), strict, "prose").recalled


def test_what_may_be_history_is_doubtful_before_it_is_history() -> None:
    strict = LIMITS._replace(recalls=0.2)
    verdict = judge_claim(rule(), seen(change=0.99, recalled=0.3), strict, "prose")
    assert not verdict.recalled
    assert verdict.doubt == Doubt(stage="effective", reason="it may be history (0.3)")


@pytest.mark.parametrize(
    ("read", "level"),
    [
        (seen(), "reader"),
        (seen(certain_stage=0.6), "reader, less sure"),
        (seen(change=0.93), "reader, less sure"),
        (seen("applied", change=0.93, certain_stage=0.92), "reader"),
        (seen("applied", change=0.93, certain_stage=0.6), "reader, less sure"),
        (seen("considered"), "reader, less sure"),
        (seen("considered", change=0.99, certain_stage=0.98), "reader"),
        (seen(change=0.8), "reader, less sure"),
        (seen(change=0.79), None),
        (seen("applied", change=0.96, certain_stage=0.92), "reader"),
        (seen(recalled=0.5), None),
    ],
)
def test_the_reader_alone_has_to_be_sure(read: PairReading, level: str | None) -> None:
    verdict = judge_alone(read.reading, LIMITS)
    assert (verdict and verdict.level) == level


@pytest.mark.parametrize("stage", ["effective", "considered"])
def test_what_the_reader_alone_is_less_sure_of_is_doubtful(stage: str) -> None:
    verdict = judge_alone(seen(stage, change=0.9).reading, LIMITS)
    assert verdict is not None
    assert verdict.doubt is not None
    assert verdict.doubt.stage == stage


def test_of_two_changes_of_a_pair_nobody_knows_whose_stage_was_read() -> None:
    left, back = replace(rule("effective"), action="leave"), rule("applied")
    places = [place_claim(left), place_claim(back)]
    assert find_crowded([left, back], places) == {PairCandidate("x-nato", "FI", 0, 10)}
    assert not find_crowded([back, rule("considered")], places)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (seen("rejected", change=0.6), True),
        (seen("rejected", change=0.4), False),
        (seen("rejected", certain_stage=0.5), False),
        (seen("effective", change=1.0), False),
    ],
)
def test_a_denial_is_told_where_both_readers_see_a_refusal(
    read: PairReading, *, told: bool
) -> None:
    verdict = judge_denied(read.reading, LIMITS)
    assert (verdict is not None) == told
    assert verdict is None or (verdict.stage, verdict.read_by) == ("rejected", "both")


def only_claim(text: str) -> MembershipClaim:
    (claim,) = extract_article(parse_article({"text": text}), load_reference()).claims
    return claim


def test_without_a_reader_nothing_in_running_prose_is_firm() -> None:
    short = "Finland has joined NATO. "
    doubted = only_claim(short + "The weather was fine all over the north that day. " * 10)
    assert doubted.stage == "considered"
    assert doubted.doubt == Doubt(stage="effective", reason="no second reader is installed")
    assert (only_claim(short).stage, only_claim(short).doubt) == ("effective", None)


def test_the_reader_alone_is_silent_where_the_grammar_knows_the_sentence() -> None:
    claim = PairCandidate("x-nato", "FI", 0, 40)
    assert is_covered(PairCandidate("x-nato", "FI", 50, 90), [claim])
    assert is_covered(PairCandidate("x-nato", "SE", 10, 40), [claim])
    assert not is_covered(PairCandidate("x-nato", "SE", 41, 90), [claim])
