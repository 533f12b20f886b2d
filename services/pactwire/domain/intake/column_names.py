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
    named = {name: given for name, given in value.items() if name not in OWN_NAMES}
    for alias, own in OWN_NAMES.items():
        given = read_day(value[alias]) if alias == "date" and alias in value else value.get(alias)
        if given is not None and named.get(own) in (None, ""):
            named[own] = given
        elif alias == "date" and given is None and alias in value:
            named[alias] = value[alias]
    if isinstance(named.get("guid"), int) and not isinstance(named["guid"], bool):
        named["guid"] = str(named["guid"])
    return named


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
    unread = () if strict else tuple(name for name in named if name not in Submission.model_fields)
    kept = {name: given for name, given in named.items() if name not in unread}
    source = kept.get("source")
    if isinstance(source, dict) and not strict:
        unread += tuple(f"source.{name}" for name in source if not is_of_source(name))
        kept["source"] = {name: given for name, given in source.items() if is_of_source(name)}
    try:
        found = validate_submission(kept, max_text)
    except InvalidEvent as error:
        if unread and error.field is None:
            validate_submission(named, max_text)  # what is missing may stand under a wrong name
        raise type(error)(error.reason, find_written_name(error.field, value)) from None
    found.note_unread(unread)
    return found


def is_of_source(name: str) -> bool:
    """Whether a source has such a field."""
    return name in SubmittedSource.model_fields


def find_written_name(field: str | None, value: dict[str, Any]) -> str | None:
    """The name under which a field was written."""
    aliases = (alias for alias, own in OWN_NAMES.items() if own == field and alias in value)
    return field if field is None or field in value else next(aliases, field)
