"""`pactwire tag`: lines in, lines out; files for people; a page to look at."""

import json

import pytest
from click.testing import CliRunner

from pactwire.cli.tag import tag


@pytest.fixture
def run():
    def invoke(*arguments: str, given: str = ""):
        return CliRunner().invoke(tag, list(arguments), input=given, catch_exceptions=False)

    return invoke


def test_each_line_is_answered_in_order(run):
    lines = [
        json.dumps({"id": "1", "text": "Sweden joined NATO."}),
        "no json",
        json.dumps({"id": 2}),
        json.dumps({"id": "3", "headline": "Oman speaks", "body": "Malta listens"}),
        json.dumps([1]),
        json.dumps({"id": "5", "text": "Oman", "published_at": "yesterday"}),
    ]
    result = run("--ndjson", given="\n".join(lines) + "\n\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["id"] for answer in answers] == ["1", None, 2, "3", None, "5"]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True, True]


def test_an_answer_has_mentions_and_claims_with_offsets_of_the_text(run):
    text = "Sweden formally joined NATO on Thursday."
    (line,) = run("--ndjson", given=json.dumps({"id": "1", "text": text})).output.splitlines()
    answer = json.loads(line)
    assert [text[m["start"] : m["end"]] for m in answer["mentions"]] == ["Sweden", "NATO"]
    (claim,) = answer["claims"]
    assert claim["member"] == {"entity_id": "SE", "name": "Sweden", "iso2": "SE"}
    quote = claim["evidence"]
    assert text[quote["start"] : quote["end"]] == quote["quote"]


def test_a_claim_says_whether_a_speaker_was_quoted(run):
    plain = "Kenya has joined the Artemis Accords."
    spoken = (
        'A Kenyan official spoke late. "Kenya has joined the Artemis Accords," the official said.'
    )
    lines = "\n".join(json.dumps({"id": text, "text": text}) for text in (plain, spoken))
    answers = [json.loads(line) for line in run("--ndjson", given=lines).output.splitlines()]
    quoted = [claim["evidence"]["quoted_speech"] for one in answers for claim in one["claims"]]
    assert quoted == [False, True]


def test_evidence_names_its_field_where_there_are_two(run):
    line = {
        "id": "1",
        "headline": "A day in Nairobi",
        "body": "Kenya has joined the African Union.",
    }
    (claim,) = json.loads(run("--ndjson", given=json.dumps(line)).output)["claims"]
    whole = f"{line['headline']}\n{line['body']}"
    evidence = claim["evidence"]
    assert evidence["field"] == "body"
    assert whole[evidence["start"] : evidence["end"]] == line["body"]


def test_offsets_of_headline_and_body_count_from_the_headline(run):
    line = json.dumps({"id": "1", "headline": "Oman speaks", "body": "Malta listens"})
    answer = json.loads(run("--ndjson", given=line).output)
    whole = "Oman speaks\nMalta listens"
    assert [whole[m["start"] : m["end"]] for m in answer["mentions"]] == ["Oman", "Malta"]
    assert [m["field"] for m in answer["mentions"]] == ["headline", "body"]


def test_a_file_is_shown_with_reasons(run, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("Sweden formally joined NATO. A Guinea pig slept.", "utf-8")
    output = run("--explain", str(file)).output
    assert "Sweden[SE] formally joined NATO[x-nato]" in output
    assert "join, effective" in output
    assert "Guinea pig" in output


def test_a_page_shows_the_marked_text_and_nothing_is_executed(run, tmp_path):
    file, page = tmp_path / "note.txt", tmp_path / "note.html"
    file.write_text("Sweden joined NATO <script>alert(1)</script>.", "utf-8")
    run("--html", str(page), str(file))
    html = page.read_text("utf-8")
    assert '<mark class="' in html
    assert "<script>" not in html


def test_json_is_one_object_an_article(run, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("Sweden joined NATO.", "utf-8")
    assert json.loads(run("--json", str(file)).output)["id"] == "note.txt"


def test_every_name_of_a_column_gives_the_same_answer(run):
    lines = [
        {name: "7", words: "Sweden joined NATO.", "score": 1, "section": None}
        for name in ("id", "guid")
        for words in ("text", "body")
    ]
    result = run("--ndjson", given="\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["id"] for answer in answers] == ["7"] * 4
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["claims"]


def test_a_headline_counts_beside_a_text(run):
    line = {"id": 1, "title": "Sweden", "text": "It formally joined NATO on Thursday."}
    answer = json.loads(run("--ndjson", given=json.dumps(line)).output)
    whole = "Sweden\nIt formally joined NATO on Thursday."
    assert [whole[m["start"] : m["end"]] for m in answer["mentions"]] == ["Sweden", "NATO"]


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200d", "\u2060", "\u034f", "\u202e", "\u00ad", "\ufe0f"]
)
def test_a_sign_without_width_hides_no_claim_and_moves_no_offset(run, sign):
    text = f"Swe{sign}den for{sign}mally jo{sign}ined NA{sign}TO on Thursday."
    answer = json.loads(run("--ndjson", given=json.dumps({"id": "1", "text": text})).output)
    (claim,) = answer["claims"]
    assert (claim["member"]["iso2"], claim["action"]) == ("SE", "join")
    for place in (*answer["mentions"], claim["evidence"]):
        words = place.get("surface") or place["quote"]
        assert text[place["start"] : place["end"]] == words


@pytest.mark.parametrize(
    "line",
    [
        {"id": "1", "text": "Oman", "published_at": "0001-01-01T00:00:00+14:00"},
        {"id": "1", "text": "Oman joined NATO in May.", "published_at": "9999-12-31T23:59:59Z"},
        {"id": "1", "text": "Oman joined NATO.", "published_at": "1970-01-01"},
        {"id": "1", "text": "Oman joined NATO.", "published_at": "Tue, 14 Apr 2026 09:30:00 CEST"},
        {"id": {"a": [1]}, "text": "Oman joined NATO\x00."},
        {"id": 10**18, "headline": "Oman", "body": "\u202e", "language": 7},
        {"id": "1", "text": "\u200b\u200b"},
        {"id": "1", "text": ["Oman"]},
        {
            "id": "1",
            "text": "Oman left NATO last month, ²⁰²⁶, on May ¹⁴, as its ⁹⁰th member, 19²².",
        },
    ],
)
def test_no_line_ends_in_a_stack_trace(run, line):
    lines = [json.dumps(line), json.dumps({"id": "last", "text": "Sweden joined NATO."})]
    answers = [
        json.loads(row) for row in run("--ndjson", given="\n".join(lines)).output.splitlines()
    ]
    assert len(answers) == 2
    assert answers[1]["claims"]


def test_a_file_that_is_no_text_is_refused_in_a_sentence(run, tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(64)))
    result = CliRunner().invoke(tag, [str(tmp_path / "a.png")])
    assert "this is a PNG image, not an article" in str(result.exception)


def test_what_a_file_has_beside_its_articles_is_told(run, tmp_path):
    feed = (
        '{"items": [{"id": "a", "image": "x"}, {"id": "b", "content_text": "Oman joined NATO."}]}'
    )
    (tmp_path / "feed.json").write_text(feed)
    result = run("--json", str(tmp_path / "feed.json"))
    assert "entry 1 (a): it has neither a headline nor a text" in result.stderr
    assert len(result.stdout.splitlines()) == 1
