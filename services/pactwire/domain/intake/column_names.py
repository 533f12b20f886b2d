"""Names that people give to the columns of articles, beside our own: one reading of all.

`id` is a `guid`, `text` a `body`, `title` a `headline`, `date` a `published_at`, `lang` a
`language`.
"""

from datetime import UTC, datetime
from typing import Any

from pactwire.domain.intake.submission import Submission, SubmittedSource, validate_submission
from pactwire.errors import InvalidEvent

OWN_NAMES = {
    "id": "guid",
    "text": "body",
    "title": "headline",
    "date": "published_at",
    "lang": "language",
}
"""Our own name of each; where both stand, our own is read."""


def rename_columns(value: dict[str, Any]) -> dict[str, Any]:
    """The columns under our own names; a number that names an article is its digits."""
    given = {**value}
    if "date" in given:
        given["date"] = read_day(given["date"])
    named = {name: one for name, one in value.items() if name not in OWN_NAMES}
    for alias, own in OWN_NAMES.items():
        if given.get(alias) is not None and named.get(own) in (None, ""):
            named[own] = given[alias]
    if "date" in value and given["date"] is None:
        named["date"] = value["date"]  # it is no date, so a column like any other
    return {**named, "guid": format_name(named["guid"])} if "guid" in named else named


def format_name(given: object) -> object:
    """What names an article: a whole number as its digits, anything else as it is."""
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return str(given) if is_number else given


def read_day(given: object) -> str | None:
    """A `date` as a moment, in UTC where it names no zone; None for what is none in ISO 8601."""
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def read_columns(value: dict[str, Any], max_text: int, *, strict: bool = False) -> Submission:
    """An article of a line, a JSON object or a table's row.

    Columns that are not ours are left out and named in `unread`, unless `strict`.

    Raises:
        InvalidEvent: as `validate_submission`; the field is named as it was written.
    """
    named = rename_columns(value)
    kept, unread = (named, ()) if strict else separate_unread(named)
    try:
        found = validate_submission(kept, max_text)
    except InvalidEvent as error:
        if unread and error.field is None:
            validate_submission(named, max_text)  # what is missing may stand under a wrong name
        raise type(error)(error.reason, find_written_name(error.field, value)) from None
    found.note_unread(unread)
    return found


def separate_unread(named: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The columns that are an article's, and the names of the others."""
    kept = {name: given for name, given in named.items() if name in Submission.model_fields}
    unread = [name for name in named if name not in kept]
    source = kept.get("source")
    if isinstance(source, dict):
        kept["source"] = {name: given for name, given in source.items() if is_of_source(name)}
        unread += [f"source.{name}" for name in source if not is_of_source(name)]
    return kept, tuple(unread)


def is_of_source(name: str) -> bool:
    """Whether a source has such a field."""
    return name in SubmittedSource.model_fields


def find_written_name(field: str | None, value: dict[str, Any]) -> str | None:
    """The name under which a field was written."""
    aliases = (alias for alias, own in OWN_NAMES.items() if own == field and alias in value)
    return field if field is None or field in value else next(aliases, field)
