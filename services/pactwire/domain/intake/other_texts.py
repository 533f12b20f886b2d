"""Texts that are written for machines and are no articles, known by how they begin."""

import re

from pactwire.domain.intake.column_names import OWN_NAMES
from pactwire.domain.intake.submission import Submission

BEGINNINGS = (
    ("BEGIN:VCALENDAR", "a calendar (iCalendar)"), ("BEGIN:VCARD", "a card of a person (vCard)"),
    ("-----BEGIN ", "a key, a certificate or a signed message"),
    ("WEBVTT", "a file of subtitles (WebVTT)"), ("#EXTM3U", "a playlist (M3U)"),
    ("%YAML", "a YAML document"), ("#!/", "a program"), ("<?php", "a program"),
)  # fmt: skip
MAIL_FIELD = re.compile(r"[!-9;-~]+:[ \t]?.*|[ \t]+\S.*|From \S+@\S+.*|>From .*")
MAIL_MARKS = re.compile(r"^(?:message-id|mime-version|received|return-path):", re.I | re.M)
MAIL_WORDS = re.compile(r"^(?:from|subject):", re.I | re.M)
COLUMN_MARK = re.compile(r"[,;\t]")
COLUMNS = {*Submission.model_fields, *OWN_NAMES}


def name_other_text(text: str) -> str | None:
    """What a text is when it is no article: `an e-mail message`; None for one that may be."""
    for beginning, name in BEGINNINGS:
        if text.startswith(beginning):
            return name
    if is_mail(text):
        return "an e-mail message"
    if is_table(text):
        return "a table (CSV); give a JSON object a line"
    return None


def is_mail(text: str) -> bool:
    """Whether it begins with the header of a message, by its marks and up to an empty line."""
    header = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    fields = header.splitlines()
    is_header = all(MAIL_FIELD.fullmatch(line) for line in fields)
    return bool(is_header and MAIL_MARKS.search(header) and MAIL_WORDS.search(header))


def is_table(text: str) -> bool:
    """Whether its first line names columns of articles and nothing else, and the next has them."""
    first, second, *_ = [*text.split("\n", 2), ""]
    names = [name.strip(' "\r').lower() for name in COLUMN_MARK.split(first)]
    has_row = len(COLUMN_MARK.findall(second)) >= len(names) - 1
    return has_row and len(names) > 1 and COLUMNS.issuperset(names)
