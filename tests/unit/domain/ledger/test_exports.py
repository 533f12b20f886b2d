"""Histories of memberships in the formats of others."""

import csv
import io

from ledger_history import Ledger, report
from pactwire.domain.ledger import MembershipHistory, build_history, read_changes
from pactwire.domain.ledger.exports import (
    build_wikidata_statements,
    list_csv_rows,
    list_ftm_entities,
    list_plover_events,
)
from pactwire_schemas import Party
from sample_events import COALITION, SYRIA, claim, later

WIKIDATA = {"SY": "Q858", COALITION.entity_id: "Q17074168"}


def told_history(member: Party = SYRIA, last: str = "expel") -> MembershipHistory:
    ledger = Ledger()
    for days, action in ((0, "join"), (60, "suspend"), (200, "reinstate"), (300, last)):
        ledger.add(claim(action, article=report(days, later(days=days))))
    return build_history(COALITION, member, (), read_changes(ledger.developments))


def test_no_cell_of_the_csv_is_run_as_a_formula() -> None:
    evil = Party(entity_id="x-evil", name='=HYPERLINK("https://a.example","x")')
    lines = io.StringIO()
    csv.writer(lines).writerows(list_csv_rows([told_history(evil)]))
    rows = list(csv.DictReader(io.StringIO(lines.getvalue())))
    assert {row["member"] for row in rows} == {"'" + evil.name}
    assert [row["status"] for row in rows] == ["member", "suspended", "member"]
    assert rows[0]["claim_id"]


def test_follow_the_money_gets_each_party_once_and_a_membership_for_each_interval() -> None:
    entities = list(list_ftm_entities([told_history()], WIKIDATA.get))
    assert [one["schema"] for one in entities] == [
        "Organization", "PublicBody", "Membership", "Membership", "Membership",
    ]  # fmt: skip
    ids = [one["id"] for one in entities]
    assert len(set(ids)) == len(ids)
    last = entities[-1]["properties"]
    assert (last["organization"], last["member"]) == ([ids[0]], [ids[1]])
    assert (last["startDate"], last["endDate"]) == (["2026-05-29"], ["2026-09-06"])
    assert last["sourceUrl"] == ["https://owner-200-200.example/200"]


def test_wikidata_gets_one_unbroken_membership_through_a_suspension() -> None:
    statements = build_wikidata_statements([told_history()], WIKIDATA.get)
    (line,) = statements.lines
    assert line.split("\t")[:7] == [
        "Q858", "P463", "Q17074168", "P580", "+2025-11-10T00:00:00Z/11",
        "P582", "+2026-09-06T00:00:00Z/11",
    ]  # fmt: skip
    unknown = build_wikidata_statements([told_history()], {}.get)
    assert unknown.lines == []
    assert unknown.left_out == ["Syria and Global Coalition to Defeat ISIS: no Wikidata id"]


def test_plover_codes_joining_suspension_return_and_how_it_ended() -> None:
    coded = [
        (one["source"]["id"], one["event"], one["mode"], one["date"])
        for one in list_plover_events([told_history()])
    ]
    body = COALITION.entity_id
    assert coded == [
        ("SY", "SUPPORT", None, "2025-11-10"),
        (body, "SANCTION", "discontinue", "2026-01-09"),
        (body, "SUPPORT", None, "2026-05-29"),
        (body, "SANCTION", "expel", "2026-09-06"),
    ]
    *_, left = list_plover_events([told_history(last="leave")])
    assert (left["source"]["id"], left["mode"]) == ("SY", "withdraw")
