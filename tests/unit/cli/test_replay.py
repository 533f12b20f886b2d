"""`pactwire replay`: an archive in the order of its dates, each real development once."""

import json

import pytest
from click.testing import CliRunner

from intake_documents import item, rss
from pactwire.cli.replay import replay


@pytest.fixture
def run(tmp_path):
    def invoke(*lines: object, options: tuple[str, ...] = ("--opens", "2020-01-01", "--json")):
        file = tmp_path / "archive.ndjson"
        file.write_text(
            "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        )
        return CliRunner().invoke(replay, [str(file), *options], catch_exceptions=False)

    return invoke


def line(number: int, day: str | None, text: str) -> dict[str, object]:
    given = {"id": f"a{number}", "text": text}
    return given | ({"published_at": day} if day else {})


JOINED = "Finland has joined NATO."
APPLIED = "Finland has applied to join NATO."


def announced(result) -> list[tuple[str, str, str, str]]:
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    return [(row["id"], row["member"]["iso2"], row["action"], row["stage"]) for row in rows]


def test_items_are_read_in_the_order_of_their_dates_and_announced_once(run):
    result = run(
        line(3, "2023-04-06", "Finland joined NATO on Tuesday."),
        line(2, "2023-04-04T12:00:00+00:00", JOINED),
        line(1, "2022-05-18", APPLIED),
    )
    assert result.exit_code == 0
    assert announced(result) == [
        ("a1", "FI", "join", "applied"), ("a2", "FI", "join", "effective"),
    ]  # fmt: skip


def test_what_is_known_on_the_opening_day_is_no_news(run):
    known = ("--opens", "2024-01-01", "--json")
    assert announced(run(line(1, "2024-02-01", JOINED), options=known)) == []
    assert announced(run(line(1, "2023-04-04", JOINED))) == [("a1", "FI", "join", "effective")]


def test_a_row_says_who_what_when_and_in_which_words(run):
    (row,) = run(line(1, "2023-04-04", JOINED)).stdout.splitlines()
    described = json.loads(row)
    assert 0 < described.pop("confidence") < 1
    assert described == {
        "id": "a1", "date": "2023-04-04",
        "organisation": {"entity_id": "x-nato", "name": "NATO"},
        "member": {"entity_id": "FI", "name": "Finland", "iso2": "FI"},
        "action": "join", "stage": "effective", "reason": "first", "quote": JOINED,
    }  # fmt: skip


def test_a_broken_line_is_left_out_with_its_place_and_the_others_are_read(run):
    result = run(line(1, "2023-04-04", JOINED), "no json", {"id": "x", "text": 3})
    assert result.exit_code == 1
    assert [row[0] for row in announced(result)] == ["a1"]
    assert "archive.ndjson, line 2" in result.stderr
    assert "archive.ndjson, line 3" in result.stderr


def test_the_same_item_again_is_read_once_and_an_undated_one_last(run):
    result = run(
        line(1, None, "Sweden has joined NATO."),
        line(2, "2023-04-04", JOINED),
        line(2, "2023-04-04", JOINED),
    )
    assert [row[0] for row in announced(result)] == ["a2", "a1"]


def test_people_get_the_day_the_change_and_the_words(run):
    text = run(line(1, "2023-04-04", JOINED), options=("--opens", "2020-01-01")).stdout
    assert text.startswith("2023-04-04  Finland has joined")
    assert f"“{JOINED}”" in text


def test_a_file_of_articles_in_another_format_is_read_too(tmp_path):
    file = tmp_path / "article.json"
    given = {"guid": "g1", "headline": "Finland joins NATO", "body": JOINED, "source": "Wire"}
    file.write_text(json.dumps(given | {"published_at": "2023-04-04T00:00:00Z"}))
    result = CliRunner().invoke(replay, [str(file), "--opens", "2020-01-01", "--json"])
    assert announced(result) == [("g1", "FI", "join", "effective")]


def test_a_file_that_is_missing_is_one_sentence(tmp_path):
    from pactwire.cli import main

    result = CliRunner().invoke(main, ["replay", str(tmp_path / "none.ndjson")])
    assert result.exit_code == 2
    assert "none.ndjson: No such file" in result.stderr


def test_a_date_is_read_by_either_name(run):
    (row,) = run({"id": "d", "text": JOINED, "date": "2023-04-04"}).stdout.splitlines()
    assert json.loads(row)["date"] == "2023-04-04"


def test_a_later_version_that_no_longer_says_so_takes_the_change_back(run):
    corrected = line(1, "2023-04-05", "Finland held talks with NATO.")
    result = run(line(1, "2023-04-04", JOINED), corrected)
    reasons = [json.loads(row)["reason"] for row in result.stdout.splitlines()]
    assert reasons[:2] == ["first", "retracted"]


def test_what_alternates_is_announced_once_and_taken_back_at_most_once(run):
    says, silent = "Finland has joined NATO.", "Finland signed a paper in Brussels."
    days = [f"2023-04-{day:02}" for day in range(4, 10)]
    turns = zip(days, (says, silent) * 3, strict=True)
    rows = [{"id": "one", "text": text, "published_at": day} for day, text in turns]
    reasons = [json.loads(row)["reason"] for row in run(*rows).stdout.splitlines()]
    assert reasons == ["first", "retracted"]


def test_entries_that_share_a_link_take_nothing_back_from_each_other(tmp_path):
    words = "<description>Finland joined NATO on Tuesday.</description>"
    dated = "<pubDate>Tue, 04 Apr 2023 12:00:00 GMT</pubDate>"
    feed = rss(
        item("Finland joins NATO", "https://quay.example/", "1", words + dated),
        item("A ferry is back", "https://quay.example/", "2", dated),
    )
    files = [tmp_path / name for name in ("a.xml", "b.xml")]
    for file in files:
        file.write_text(feed)
    result = CliRunner().invoke(replay, ["--opens", "2020-01-01", "--json", *map(str, files)])
    (row,) = map(json.loads, result.stdout.splitlines())
    assert (row["reason"], row["date"]) == ("first", "2023-04-04")
