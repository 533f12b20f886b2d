"""Watch files become watches; a mistake is reported with line, field and remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.watches import NameResolver, ResolvableEntity, parse_watches

RESOLVER = NameResolver(
    [
        (ResolvableEntity("SY", "Syria"), ["Syrian Arab Republic"]),
        (ResolvableEntity("NO", "Norway"), []),
        (ResolvableEntity("AU", "Australia"), []),
        (ResolvableEntity("GE", "Georgia"), []),
        (ResolvableEntity("x-georgia-state", "Georgia"), []),
        (ResolvableEntity("x-nato", "NATO", body=True), ["North Atlantic Treaty Organization"]),
        (ResolvableEntity("x-african-union", "African Union", body=True), ["AU"]),
        (ResolvableEntity("x-crisis-group", "International Crisis Group"), []),
    ]
)
RIGHT = """\
id: norway-and-friends
name: Norway and its friends
when:
  mentioned:
    any: [NO, syrian  arab republic, {members_of: NATO}, {all: [SY, {not: Australia}]}]
    roles: [subject]
    text: {any: ["foreign fighters"]}
sources: {tier_at_most: 2, not: example.org}
languages: [en]
min_confidence: 0.6
deliver: [{topic: alerts.norway}, {endpoint: ops-webhook}]
---
id: coalition-changes
name: Changes
when:
  changed:
    organisation: AU
    member: [Syria, {organisations_of: SY}]
    action: join
    stage_at_least: approved
severity: {effective: high, considered: low}
"""


def parse(text: str):
    return parse_watches(text, "desk.yaml", RESOLVER)


def test_names_become_ids_and_lists_may_be_one() -> None:
    parsed = parse(RIGHT)
    assert parsed.issues == ()
    first, second = (watch.document() for watch in parsed.watches)
    assert first["when"]["mentioned"]["any"] == [
        "NO", "SY", {"members_of": "x-nato"}, {"all": ["SY", {"not": "AU"}]},
    ]  # fmt: skip
    assert first["sources"]["not"] == ["example.org"]
    assert second["when"]["changed"] == {
        "organisation": "x-african-union",
        "member": ["SY", {"organisations_of": "SY"}],
        "action": ["join"],
        "stage_at_least": "approved",
    }


def test_a_parsed_watch_parses_to_itself() -> None:
    import json

    for watch in parse(RIGHT).watches:
        again = parse(json.dumps(watch.document()))
        assert again.watches == (watch,)


WATCH = "id: w\nname: W\nwhen:\n"


@pytest.mark.parametrize(
    ("text", "line", "field", "reported"),
    [
        (WATCH + "  mentioned:\n    any: [SY]\nnotes: x\n", 6, "notes", "unknown key 'notes'"),
        (WATCH + "  mentioned:\n    anny: [SY]\n", 5, "when.mentioned.anny", "mean 'any'"),
        (WATCH + "  mentioned:\n    any:\n    - SY\n    - Syira\n", 7, "when.mentioned.any.1",
         "'Syira' is unknown; did you mean SY (Syria)?"),
        (WATCH + "  mentioned:\n    any: [Georgia]\n", 5, "when.mentioned.any.0",
         "means several: write GE (Georgia) or x-georgia-state (Georgia)"),
        (WATCH + "  mentioned:\n    any: []\n", 5, "when.mentioned.any", "empty"),
        (WATCH + "  mentioned:\n    any: [{member_of: NATO}]\n", 5,
         "when.mentioned.any.0.member_of", "did you mean 'members_of'"),
        (WATCH + "  mentioned:\n    any: [{members_of: Syria}]\n", 5,
         "when.mentioned.any.0.members_of", "nothing that a state can join"),
        (WATCH + "  mentioned:\n    any: [SY]\n    roles: [subjekt]\n", 6,
         "when.mentioned.roles.0", "did you mean 'subject' or 'object'?"),
        (WATCH + "  mentioned:\n    text: fighters\n", 5, "when.mentioned.text",
         "write text: {any: ['fighters']}"),
        (WATCH + "  mentioned:\n    text: {any: ['...']}\n", 5, "when.mentioned.text.any.0",
         "a letter or a digit"),
        (WATCH + "  mentioned: {}\n", 4, "when.mentioned", "any, all or text"),
        (WATCH + "  changed: {action: joins}\n", 4, "when.changed.action", "mean 'join'"),
        (WATCH + "  changed:\n    action: [join, quit]\n", 5, "when.changed.action.1",
         "there are join, leave, suspend, expel, reinstate"),
        (WATCH + "  changed:\n    stage_at_least: agreed\n", 5, "when.changed.stage_at_least",
         "is not known here"),
        (WATCH + "  changed:\n    organisation: International Crisis Group\n", 5,
         "when.changed.organisation", "nothing that a state can join"),
        (WATCH + "  changed: {}\n  mentioned: {any: [SY]}\n", 3, "when", "exactly one"),
        ("id: w\nname: W\n", 1, "when", "missing"),
        ("id: W W\nname: W\nwhen: {changed: {}}\n", 1, "id", "small letters"),
        (WATCH + "  changed: {}\nmin_confidence: 2\n", 5, "min_confidence", "less than or equal"),
        (WATCH + "  changed: {}\nseverity: {efective: high}\n", 5, "severity.efective",
         "'effective'"),
        (WATCH + "  changed: {}\ndeliver: [alerts.x]\n", 5, "deliver.0", "{topic: alerts.x}"),
        (WATCH + "  changed: {}\ndeliver: [{topic: desk}]\n", 5, "deliver.0.topic",
         "alerts.<name>"),
        (WATCH + "  changed: {}\ndeliver: [{topik: alerts.x}]\n", 5, "deliver.0.topik", "'topic'"),
        (WATCH + "  changed: {}\nlanguages: [english]\n", 5, "languages.0", "write en, fr"),
        (WATCH + "  changed: {}\nname: again\n", 5, "name", "already, on line 2"),
        ("- just a list\n", 1, "", "a watch is a mapping"),
        ("id: [w\nname: W\n", 2, "", "this is no YAML"),
        ("# nothing\n", 1, "", "there is no watch in it"),
        ("a: &a [*a]\n", 1, "", "too large or too deep"),
        (WATCH + "  changed: {}\n---\n" + WATCH + "  changed: {}\n", 6, "id",
         "taken by desk.yaml:1"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_line_field_and_remedy(
    text: str, line: int, field: str, reported: str
) -> None:
    mistakes = parse(text).issues
    assert [(mistake.line, mistake.field) for mistake in mistakes] == [(line, field)], mistakes
    assert reported in mistakes[0].message
    assert str(mistakes[0]).startswith(f"desk.yaml:{line}: ")


def test_every_mistake_of_a_file_is_reported_at_once_and_the_good_watch_is_kept() -> None:
    text = RIGHT + "---\nid: third\nname: T\nwhen: {changed: {action: joins, member: Syira}}\n"
    parsed = parse(text)
    assert [watch.id for watch in parsed.watches] == ["norway-and-friends", "coalition-changes"]
    assert sorted(mistake.field for mistake in parsed.issues) == [
        "when.changed.action", "when.changed.member",
    ]  # fmt: skip


def test_an_id_that_is_taken_elsewhere_names_the_place() -> None:
    parsed = parse_watches(RIGHT, "b.yaml", RESOLVER, {"coalition-changes": "a.yaml:3"})
    assert str(parsed.issues[0]) == "b.yaml:13: id: 'coalition-changes' is taken by a.yaml:3"


@given(st.text(max_size=200) | st.text(alphabet=" :-[]{}#&*!|>'\"%@`,?\n\tab1", max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    parsed = parse(text)
    assert parsed.watches or parsed.issues


@given(st.binary(max_size=60))
def test_no_value_under_when_breaks_the_parser(raw: bytes) -> None:
    value = raw.decode("latin-1").replace("\n", " ")
    for place in ("when", "when: {changed", "when: {mentioned", "sources", "deliver", "severity"):
        closing = "}" if "{" in place else ""
        parsed = parse(f"id: w\nname: W\n{place}: {value}{closing}\n")
        assert parsed.watches or parsed.issues
