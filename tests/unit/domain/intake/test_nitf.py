"""NITF documents: headline, body, date, language, source, status and embargo."""

import pytest

from intake_documents import articles_of, entries_of
from pactwire.errors import InvalidEvent

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN" "nitf-3-6.dtd">
<nitf xml:lang="en"><head><title>Ferry</title>
<docdata management-status="{status}"><doc-id id-string="q-7" regsrc="Quay Wire"/>
<date.issue norm="20260301T090000Z"/>{release}</docdata></head>
<body><body.head><hedline><hl1>Ferry to Iona is back</hl1><hl2>At noon</hl2></hedline></body.head>
<body.content><p>The ferry&nbsp;to <location>Iona</location> is back.</p>
<p>It costs &lt; 5 &euro;.</p></body.content></body></nitf>"""


def test_a_document_is_read_with_its_words_date_and_source() -> None:
    (one,) = articles_of(DOCUMENT.format(status="usable", release=""))
    assert one.headline == "Ferry to Iona is back"
    assert one.body == "The ferry\xa0to Iona is back.\n\nIt costs < 5 €."
    assert (one.guid, one.language, one.pub_status) == ("q-7", "en", "usable")
    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert one.source is not None
    assert one.source.name == "Quay Wire"


@pytest.mark.parametrize(
    ("status", "release", "meant"),
    [
        ("canceled", "", "canceled"),
        ("withheld", "", "withheld"),
        ("embargoed", "", "withheld"),
        ("usable", '<date.release norm="20261201T090000Z"/>', "withheld"),
        ("usable", '<date.release norm="20260301T080000Z"/>', "usable"),
    ],
)
def test_status_and_embargo_are_heeded(status: str, release: str, meant: str) -> None:
    (one,) = articles_of(DOCUMENT.format(status=status, release=release))
    assert one.pub_status == meant


def test_a_bare_document_is_read_and_an_empty_one_says_so() -> None:
    (one,) = articles_of("<nitf><body><body.content><p>Ferry.</p></body.content></body></nitf>")
    assert one.body == "Ferry."
    (empty,) = entries_of("<nitf><head/></nitf>")
    assert (empty.outcome, empty.why) == ("refused", "it has neither a headline nor a text")


def test_entities_that_grow_or_reach_out_are_not_followed() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE nitf [<!ENTITY e0 "grow"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
    body = "<nitf><body><body.content><p>Ferry &e11; &f; back.</p></body.content></body></nitf>"
    for entry in entries_of(head + body):
        assert entry.submission is None or len(entry.submission.body) < 1000
        assert entry.submission is None or "root:" not in entry.submission.body


def test_a_document_that_is_cut_off_is_refused() -> None:
    with pytest.raises(InvalidEvent, match="cut off"):
        entries_of("<nitf><body><body.content><p>Ferry to")
