"""Columns under the names that people give them."""

import pytest

from intake_documents import read_document
from pactwire.domain.intake.column_names import read_columns, rename_columns
from pactwire.domain.intake.document import Origin
from pactwire.domain.intake.formats import read_json_value
from pactwire.errors import InvalidEvent

MOST = 1000
API = Origin("api")


@pytest.mark.parametrize("name", ["id", "guid"])
@pytest.mark.parametrize("words", ["text", "body"])
def test_each_name_of_identity_and_words_is_read(name: str, words: str) -> None:
    found = read_columns({name: "a1", words: "Fiji joined."}, MOST)
    assert (found.guid, found.body, found.unread) == ("a1", "Fiji joined.", ())


def test_other_usual_names_are_read_too() -> None:
    row = {"id": 7, "title": "Fiji", "text": "It joined.", "date": "2025-01-31", "lang": "en"}
    found = read_columns(row, MOST)
    assert (found.guid, found.headline, found.language) == ("7", "Fiji", "en")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2025-01-31T00:00:00+00:00"


def test_our_own_name_comes_first() -> None:
    assert rename_columns({"id": "1", "guid": "2", "text": "a", "body": "b"}) == {
        "guid": "2", "body": "b",
    }  # fmt: skip
    assert rename_columns({"text": "a", "body": None})["body"] == "a"


def test_columns_that_are_not_ours_are_left_out_and_named() -> None:
    row = {"id": "1", "text": "Fiji joined.", "section": "world", "date": "last week",
           "source": {"name": "Wire", "beat": 4}}  # fmt: skip
    found = read_columns(row, MOST)
    assert found.unread == ("section", "date", "source.beat")
    assert found.source is not None
    assert (found.source.name, found.published_at) == ("Wire", None)


def test_a_program_is_told_of_a_name_that_is_none() -> None:
    with pytest.raises(InvalidEvent, match="there is no such field") as error:
        read_json_value({"id": "1", "text": "a", "headlin": "b"}, API, MOST, strict=True)
    assert error.value.field == "headlin"
    (found,) = read_json_value({"id": "1", "text": "a"}, API, MOST, strict=True).submissions
    assert found.guid == "1"


def test_a_mistake_names_the_column_as_it_was_written() -> None:
    with pytest.raises(InvalidEvent) as error:
        read_columns({"id": "1", "text": 5}, MOST)
    assert error.value.field == "text"


def test_lines_of_a_file_may_have_any_columns() -> None:
    rows = b'{"id": 1, "text": "a", "score": 0.5}\n{"guid": "2", "body": "b", "tags": ["x"]}\n'
    found = read_document(rows, "a.ndjson", MOST)
    assert [(one.guid, one.body) for one in found] == [("1", "a"), ("2", "b")]
