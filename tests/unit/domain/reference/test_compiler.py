"""Compiling reference entries, and loading the result."""

from dataclasses import replace

import pytest

from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.reference import InvalidReferenceData, ReferenceData
from pactwire.domain.reference.compiler import ReferenceSources, compile_reference

ERIADOR = {
    "id": "QE", "name": "Eriador", "status": "state", "names": {"en": ["Eriador", "St. Eriador"]},
    "adjectives": {"en": ["Eriadorian"]}, "capital": {"name": "Fornost"},
    "leaders": [{"name": "Elen Var", "also": ["Var"], "office": "president", "since": 2001}],
}  # fmt: skip
LEAGUE = {
    "id": "x-lake-league", "name": "LKL", "kind": "alliance", "tag_as": "organisation",
    "membership": True, "names": {"en": ["Lake League"]}, "generic": ["league"],
    "acronyms": {"en": ["LKL"]},
}  # fmt: skip
MEMBERS = {
    "organisation": "x-lake-league",
    "members": [{"member": "QE", "since": "1999-03", "source": "the league"}],
}


def small(**more: object) -> bytes:
    given = ReferenceSources(
        countries=[ERIADOR],
        organisations=[LEAGUE],
        memberships=[MEMBERS],
        cues={"joined": ("JOIN",)},
        version="v1",
    )
    return compile_reference(replace(given, **more))


def test_compiled_entries_are_found_in_a_text():
    reference = ReferenceData.load(small())
    document = tag_text(
        TextInput("Eriador joined the Lake League; Fornost and St Eriador cheered."), reference
    )
    assert [hit.entity_id for hit in document.mentions] == [
        "QE",
        "x-lake-league",
        "x-fornost",
        "QE",
    ]
    assert [(cue.form, cue.labels) for cue in document.cues] == [("joined", ("JOIN",))]


def test_tables_answer_about_bodies_states_and_members():
    reference = ReferenceData.load(small())
    assert reference.version == "v1"
    assert reference.bodies == {"x-lake-league"}
    assert reference.entities["x-lake-league"].generic == ("league",)
    assert reference.state_of("x-fornost") == "QE"
    assert reference.members("x-lake-league") == {"QE"}
    period = reference.membership("x-lake-league", "QE")
    assert (period.since.isoformat(), period.since_precision) == ("1999-03-01", "month")


def test_a_guard_hides_the_name_inside():
    reference = ReferenceData.load(
        small(guards=[[{"form": "Bank of Eriador", "kind": "institution"}]])
    )
    document = tag_text(TextInput("The Bank of Eriador closed."), reference, explain=True)
    assert not document.mentions
    assert "institution" in " ".join(drop.why for drop in document.rejected)


def test_the_letter_case_of_a_paper_counts_and_templates_are_written_out():
    guards = [[{"forms": ["Eriador (Today|Post)"], "kind": "medium"}]]
    reference = ReferenceData.load(small(guards=guards))

    def found(text: str) -> int:
        return len(tag_text(TextInput(text), reference).mentions)

    assert found("She writes for Eriador Today and the Eriador Post.") == 0
    assert found("Rain fell in Eriador today.") == 1
    assert found("FLOODS IN ERIADOR TODAY") == 1


def test_the_same_entries_give_the_same_bytes():
    assert small() == small()


@pytest.mark.parametrize("data", [b"", b"something else", small()[:-10], small()[:200]])
def test_damaged_data_is_refused(data):
    with pytest.raises(InvalidReferenceData):
        ReferenceData.load(data)
