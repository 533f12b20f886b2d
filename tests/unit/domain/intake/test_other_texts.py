"""Texts for machines are refused by name, and articles that begin alike are read."""

import pytest

from intake_documents import entries_of
from pactwire.domain.intake.other_texts import name_other_text
from pactwire.errors import InvalidEvent

MAIL = (
    "Received: from a.example\n by b.example\nFrom: A <a@a.example>\nSubject: Fiji\n\nFiji joins."
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (MAIL, "an e-mail message"),
        (f"From a@a.example Mon Mar  2 10:00:00 2026\n{MAIL}", "an e-mail message"),
        ("Subject: Fiji\r\nMIME-Version: 1.0\r\n\r\nFiji joins.", "an e-mail message"),
        ("headline,body,url\nFiji joins,It did.,https://quay.example/1", "a table (CSV)"),
        ('"id";"title";"text"\n1;Fiji;It did.', "a table (CSV)"),
        ("id\ttext\n1\tFiji joined.", "a table (CSV)"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", "a calendar (iCalendar)"),
        ("-----BEGIN PGP MESSAGE-----\n\nhQ==", "a key, a certificate or a signed message"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nFiji joins.", "a file of subtitles (WebVTT)"),
    ],
)
def test_a_text_for_machines_is_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(InvalidEvent) as refusal:
        entries_of(text.encode())
    assert str(refusal.value).startswith(f"this is {name}")


@pytest.mark.parametrize(
    "text",
    [
        "Subject: Fiji\n\nFiji joins, it was said.",
        "From: The Quay\nTo: all readers\n\nReceived: a letter.",
        "Received: one letter from Fiji",
        "Source, date\nFiji joins.",
        "text, body\n",
        "Dear all,\nMessage-ID: none.",
        "BEGINNING: Fiji joins",
    ],
)
def test_a_text_that_begins_alike_is_a_text(text: str) -> None:
    assert name_other_text(text.strip()) is None
