"""One's own world: an overlay is checked, compiled, in force, and seen in the version."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pactwire.cli import main
from pactwire.domain.extraction.enrich import extract_article
from pactwire.domain.reference import ReferenceData
from pactwire.edges import reference as reference_module
from pactwire.edges.reference import load_reference
from pactwire_schemas import Article
from sample_events import reference as article_reference

BODY = """\
- id: x-baltic-ports-compact
  name: Baltic Ports Compact
  kind: igo
  tag_as: organisation
  membership: true
  acronyms: {en: [BPCX]}
"""
COUNTRY = """\
- id: LV
  names: {en: [Land of the Amber Coast]}
  leaders:
    - {name: Anna Paraugs, office: president, since: 2024-01-01}
"""
MEMBERS = """\
organisation: x-baltic-ports-compact
members:
  - {members: [EE, "NO"], since: 2019-05, source: "Compact, article 2"}
"""
GUARD = "- {kind: medium, forms: [Latvia Weekly Courier]}\n"
FILES = {
    "organisations/own.yaml": BODY, "countries/own.yaml": COUNTRY,
    "memberships/own.yaml": MEMBERS, "guards/own.yml": GUARD,
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "world"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_REFERENCE__OVERLAY", "world")
    load_reference.cache_clear()
    return folder


def load(world: Path) -> ReferenceData:
    load_reference.cache_clear()
    return load_reference(world, world.parent / "state")


def run(*words: str, given: str | None = None) -> Result:
    load_reference.cache_clear()
    return CliRunner().invoke(main, list(words), input=given)


def test_an_overlay_is_read_by_tag_and_the_ledger_and_seen_in_the_version(world: Path) -> None:
    text = "Land of the Amber Coast has joined the BPCX, said Anna Paraugs, Latvia Weekly Courier."
    line = json.loads(run("tag", "--json", "-", given=text).stdout)
    (claim,) = line["claims"]
    assert (claim["organisation"]["name"], claim["member"]["entity_id"]) == (
        "Baltic Ports Compact", "LV",
    )  # fmt: skip
    surfaces = [one["surface"] for one in line["mentions"]]
    assert "Anna Paraugs" in surfaces
    assert "Latvia" not in surfaces, "a stop word"
    rows = run("memberships", "BPCX", "--on", "2020-01-01", "--json").stdout.splitlines()
    assert [json.loads(row)["member"]["entity_id"] for row in rows] == ["EE", "NO"]
    base = load_reference().version
    version = load(world).version
    assert version.startswith(f"{base}+")
    (world / "guards" / "own.yml").write_text(GUARD + "# changed\n")
    assert load(world).version != version


def test_what_the_base_knows_stays(world: Path) -> None:
    extended, base = load(world), load_reference()
    article = Article(
        **article_reference().model_dump(),
        body="Sweden formally joined NATO on Thursday. Georgia and the EU held talks in Riyadh.",
    )
    one, other = (extract_article(article, data) for data in (extended, base))
    assert one.mentions == other.mentions
    assert [claim.claim_id for claim in one.claims] == [claim.claim_id for claim in other.claims]
    assert len(extended.pattern_entries) >= len(base.pattern_entries)
    assert extended.members("x-nato") == base.members("x-nato")


def test_what_was_compiled_is_kept_until_the_folder_changes(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world)
    (kept,) = (world.parent / "state").glob("reference+*.bin")
    monkeypatch.setattr(reference_module, "extend_reference", lambda *_: pytest.fail("again"))
    load(world)
    monkeypatch.undo()
    (world / "guards" / "own.yml").write_text("")
    load(world)
    (fresh,) = (world.parent / "state").glob("reference+*.bin")
    assert fresh != kept


MISTAKES = {
    "an unknown field": ("organisations/own.yaml", BODY.replace("kind: igo", "kidn: igo"),
        "organisations/own.yaml:3: 0.kidn: there is no such field here"),
    "a kind that is none": ("organisations/own.yaml", BODY.replace("igo", "club"),
        "organisations/own.yaml:3: 0.kind: Input should be 'igo'"),
    "an id that is none": ("organisations/own.yaml", BODY.replace("x-baltic-ports-compact", "BPC"),
        "organisations/own.yaml:1: 0.id: "),
    "a new body without a kind": ("organisations/own.yaml", BODY + "- id: x-new\n  name: New\n",
        "organisations/own.yaml:7: 1.id: a new organisation needs a kind"),
    "an unknown country": ("countries/own.yaml", COUNTRY.replace("LV", "ZZ"),
        "countries/own.yaml:1: 0.id: no country 'ZZ' is known"),
    "a date that is none": ("countries/own.yaml", COUNTRY.replace("2024-01-01", "2024-13-01"),
        "countries/own.yaml:4: 0.leaders.0.since: '2024-13-01' is no date"),
    "a body nobody knows": ("memberships/own.yaml", MEMBERS.replace("baltic", "nordic"),
        "memberships/own.yaml:1: organisation: 'x-nordic-ports-compact' is no organisation"),
    "a member nobody knows": ("memberships/own.yaml", MEMBERS.replace("EE", "QQQ"),
        "memberships/own.yaml:3: members.0: nobody is known as 'QQQ'"),
    "a line without a source": ("memberships/own.yaml",
        MEMBERS.replace(', source: "Compact, article 2"', ""),
        "memberships/own.yaml:3: members.0: Field required"),
    "a line without anyone": ("memberships/own.yaml", MEMBERS.replace("members: [", "member: ["),
        "memberships/own.yaml:3: members.0.member: "),
    "a name of one letter": ("organisations/own.yaml", BODY.replace("BPCX", "B"),
        "organisations/own.yaml:6: 0.acronyms.en.0: 'B' is too short for a name"),
    "a stop word of one letter": ("guards/own.yml", "- {forms: [x]}\n",
        "guards/own.yml:1: 0.forms.0: 'x' is too short for a name"),
    "no list": ("guards/own.yml", "kind: medium\n", "guards/own.yml:1: this must be a list"),
    "no YAML": ("guards/own.yml", "- {kind: [\n", "guards/own.yml:"),
    "a file where nothing is read": ("leaders/own.yaml", "[]\n", "leaders/own.yaml is not read"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "sentence"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_sentence_with_line_and_field(
    world: Path, name: str, text: str, sentence: str
) -> None:
    (world / name).parent.mkdir(exist_ok=True)
    (world / name).write_text(text)
    result = run("tag", "--json", "-", given="Some text.")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_that_is_not_there_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACTWIRE_REFERENCE__OVERLAY", str(tmp_path / "none"))
    result = run("tag", "--json", "-", given="Some text.")
    assert result.exit_code == 2
    assert "which is no folder" in result.stderr
