"""`pactwire watch` and `pactwire memberships` over a real store, without anything that runs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pactwire.cli import main
from pactwire.domain.ledger import apply_verdict, build_development, judge_claim
from pactwire.edges.store import (
    ledgers,
    open_store,
    prepare_store,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.ledgers import RecordedClaim
from pactwire_schemas import Party, Watch
from sample_events import claim, later

LEAGUE = Party(entity_id="x-arab-league", name="Arab League")
FILE = """\
id: league
name: The League
when: {changed: {organisation: Arab League, action: [join, leave], stage_at_least: approved}}
deliver: [{topic: alerts.league}]
---
id: story
name: Peru in the news
when: {mentioned: {any: [Peru]}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_STORE__URL", f"sqlite:///{tmp_path / 'store.db'}")
    (tmp_path / "w.yaml").write_text(FILE)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def lines(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_watches_are_added_listed_shown_changed_and_removed(here: Path) -> None:
    assert "add one: pactwire watch add FILE" in run("watch", "list").stdout
    assert [row["revision"] for row in lines(run("watch", "add", "w.yaml", "--json"))] == [1, 1]
    again = lines(run("watch", "add", "w.yaml", "--json"))
    assert [row["changed"] for row in again] == [False, False]
    (here / "w.yaml").write_text(FILE.replace("[Peru]", "[PE, Chile]"))
    changed = run("watch", "add", "w.yaml")
    assert "story: saved, revision 2" in changed.stdout
    assert "once the alert service has read them" in changed.stderr, "nothing runs here"
    league, story = lines(run("watch", "list", "--json"))
    assert league["watch"]["when"]["changed"]["organisation"] == "x-arab-league"
    assert story["watch"]["when"]["mentioned"]["any"] == ["PE", "CL"]
    assert story["origin"] == "command"
    assert "- CL" in run("watch", "show", "story").stdout
    assert "alerts.league" in run("watch", "list").stdout
    assert run("watch", "remove", "story").exit_code == 0
    gone = run("watch", "remove", "story")
    assert (gone.exit_code, "there is no watch 'story'" in gone.stderr) == (2, True)


def test_a_watch_that_delivers_to_an_endpoint_nobody_added_is_reported(here: Path) -> None:
    (here / "w.yaml").write_text(FILE.replace("topic: alerts.league", "endpoint: desk"))
    added = run("watch", "add", "w.yaml")
    assert (added.exit_code, "no endpoint desk yet" in added.stderr) == (0, True)
    run("endpoint", "add", "desk", "https://example.org/hook")
    assert "desk" not in run("watch", "add", "w.yaml").stderr


def test_the_list_shows_ids_whole(here: Path) -> None:
    long = "an-id-that-is-quite-long-and-is-typed-again"
    (here / "w.yaml").write_text(FILE.replace("id: league", f"id: {long}"))
    run("watch", "add", "w.yaml")
    assert long in run("watch", "list").stdout


def test_what_is_shown_can_be_added_again(here: Path) -> None:
    run("watch", "add", "w.yaml")
    (here / "again.yaml").write_text(run("watch", "show", "league").stdout)
    assert "league: unchanged" in run("watch", "add", "again.yaml").stdout


def test_a_file_with_a_mistake_adds_nothing(here: Path) -> None:
    (here / "w.yaml").write_text(FILE.replace("[join, leave]", "[join, quits]"))
    result = run("watch", "add", "w.yaml")
    assert result.exit_code == 2
    assert "nothing was taken in, for 1 mistake:" in result.stderr
    assert "w.yaml:3: when.changed.action.1: 'quits' is no action" in result.stderr
    assert lines(run("watch", "list", "--json")) == []


def test_a_watch_of_a_followed_file_is_changed_there(here: Path) -> None:
    store = open_store(f"sqlite:///{here / 'store.db'}")
    run("watch", "list")
    watch = Watch.model_validate({"id": "story", "name": "S", "when": {"changed": {}}})
    with write_transaction(store) as tx:
        stored_watches.save_watch(tx, watch, "folder-file.yaml", later())
    for arguments in (["add", "w.yaml"], ["remove", "story"]):
        refused = run("watch", *arguments)
        assert (refused.exit_code, "folder-file.yaml" in refused.stderr) == (2, True)
    with read_transaction(store) as tx:
        assert [kept.watch.id for kept in stored_watches.list_watches(tx)] == ["story"]
    store.dispose()


def test_a_watch_is_tried_on_an_article_clause_by_clause(here: Path) -> None:
    (here / "a.txt").write_text(
        "Norway quits the Arab League\n\nEnvoys of Peru were there on Monday."
    )
    result = run("watch", "test", "w.yaml", "a.txt")
    assert result.exit_code == 0
    assert "fires  story" in result.stdout
    assert "✓ when.mentioned.any: Peru is" in result.stdout
    told = [
        json.loads(x) for x in run("watch", "test", "w.yaml", "a.txt", "--json").stdout.splitlines()
    ]
    assert {row["watch"]: row["fires"] for row in told}["story"] is True
    (here / "b.txt").write_text("Chile held a vote.")
    dull = run("watch", "test", "w.yaml", "b.txt")
    assert dull.exit_code == 1
    assert "✗ when.mentioned.any: PE is not mentioned" in dull.stdout
    assert "no claim was read out of it" in dull.stdout


def test_the_ledger_is_shown_with_since_source_and_history(here: Path) -> None:
    row = lines(run("memberships", "SY", "Arab League", "--json"))[0]
    assert (row["status"], row["revision"]) == ("member", 0)
    assert row["since"]["on"] == "2023-05-07"
    assert row["source"]
    store = open_store(f"sqlite:///{here / 'store.db'}")
    said = claim("leave", "effective", organisation=LEAGUE)
    with write_transaction(store) as tx:
        before = next(iter(ledgers.list_rows(tx, "x-arab-league", "SY")), None)
        assert before
        verdict = judge_claim(before, said)
        after = apply_verdict(before, said, verdict, later())
        ledgers.save_rows(tx, [(before, after)])
        told = build_development(before, after, said, verdict, later())
        ledgers.record_claims(tx, [RecordedClaim(said, verdict, told, later())])
    store.dispose()
    changed = lines(run("memberships", "--changed", "--json"))
    assert [(row["status"], row["claims"][0]["verdict"]) for row in changed] == [
        ("former", "first")
    ]
    assert changed[0]["developments"][0]["reason"] == "first"
    assert "1: first" in run("memberships", "Syria", "x-arab-league").stdout
    assert "did you mean" in run("memberships", "Arab Leage").stderr
    assert run("memberships", "SY", "IQ").exit_code == 2


def test_a_folder_stands_for_the_watch_files_in_it(here: Path) -> None:
    folder = here / "watches"
    folder.mkdir()
    nothing = run("watch", "add", "watches")
    assert nothing.exit_code == 2
    assert "watches holds no watch file (.yaml, .yml, .json)" in nothing.stderr
    (folder / "a.yaml").write_text(FILE.partition("---")[0])
    (folder / "b.yml").write_text(FILE.partition("---")[2])
    (folder / ".hidden.yaml").write_text("no watch")
    (folder / "README.md").write_text("no watch")
    added = lines(run("watch", "add", "watches", "--json"))
    assert [row["id"] for row in added] == ["league", "story"]


def test_mistakes_in_a_folder_name_the_file_and_the_line(here: Path) -> None:
    folder = here / "watches"
    folder.mkdir()
    (folder / "a.yaml").write_text(FILE.replace("Peru]", "Preu]"))
    wrong = run("watch", "add", "watches")
    assert wrong.exit_code == 2
    assert "watches/a.yaml:8: " in wrong.stderr


def test_a_removal_can_be_read_by_a_program(here: Path) -> None:
    run("watch", "add", "w.yaml")
    assert lines(run("watch", "remove", "league", "--json")) == [{"id": "league", "removed": True}]


def test_what_is_known_since_the_ledger_opened_is_explained(here: Path) -> None:
    (here / "w.yaml").write_text(FILE.replace("Arab League", "NATO"))
    (here / "a.txt").write_text("Sweden formally joined NATO on Thursday, the alliance said.")
    tried = run("watch", "test", "w.yaml", "a.txt")
    assert "that the ledger opened with" in " ".join(tried.stdout.split())


def test_the_ledger_says_which_day_it_opened_with(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "the ledger opened with the memberships of 2025-01-01" in run("memberships", "NATO").stdout
    )
    monkeypatch.setenv("PACTWIRE_ALERT__LEDGER_OPENS", "2003-01-01")
    reopened = run("memberships", "NATO").stdout
    assert "the ledger opened with the memberships of 2003-01-01" in reopened
    monkeypatch.delenv("PACTWIRE_ALERT__LEDGER_OPENS")
    assert "2003-01-01" in run("memberships", "NATO").stdout, "the day was chosen once"


@pytest.mark.parametrize("day", ["2003-01-01", "2003-01", "2003"])
def test_a_day_among_the_names_is_answered_with_how_to_ask(here: Path, day: str) -> None:
    asked = run("memberships", "NATO", day)
    assert asked.exit_code == 2
    assert f"{day} is a date: ask `pactwire memberships NATO --on 2003-01-01`" in asked.stderr


def test_who_belonged_on_a_day_is_answered_from_the_reference_data(here: Path) -> None:
    def members(day: str) -> set[str]:
        rows = lines(run("memberships", "NATO", "--on", day, "--json"))
        return {row["member"]["entity_id"] for row in rows if row["status"] == "member"}

    assert len(members("2003-01-01")) == 19
    assert members("2024-12-31") - members("2022-12-31") == {"FI", "SE"}
    shown = run("memberships", "NATO", "--on", "2003-01-01").stdout
    assert "as of 2003-01-01" in shown
    assert run("memberships", "NATO", "--on", "soon").exit_code == 2
    assert run("memberships", "NATO", "--on", "2003-01-01", "--changed").exit_code == 2


def test_a_watch_of_an_owner_is_changed_over_the_api(here: Path) -> None:
    store = prepare_store(f"sqlite:///{here / 'store.db'}", "alert")
    with write_transaction(store) as tx:
        watch = Watch.model_validate({"id": "story", "name": "S", "when": {"changed": {}}})
        stored_watches.save_watch(tx, watch, "owner:ana", later())
    for words in (("add", "w.yaml"), ("remove", "story")):
        done = run("watch", *words)
        assert "story is kept by ana over the API" in done.output, words
    with write_transaction(store) as tx:
        stored_watches.delete_watches(tx, ["story"])
    store.dispose()
    assert "story was ana's, over the API" in run("watch", "add", "w.yaml").output
