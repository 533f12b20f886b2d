"""ninjs 1.x, 2.x and 3.x are read by their own names."""

import json
from typing import Any

import pytest

from intake_documents import articles_of, entries_of

HTML = "<p>The ferry to <b>Iona</b> is back.</p><p>It sails at noon.</p>"
TEXT = "The ferry to Iona is back.\n\nIt sails at noon."
NITF = f"<nitf><body><body.content>{HTML}</body.content></body></nitf>"
URI = "urn:newsml:quay.example:20260301:1"

THREE = {
    "uri": URI, "standard": {"name": "ninjs", "version": "3.1"}, "version": "2",
    "pubStatus": "usable", "language": "en-GB", "contentCreated": "2026-03-01T09:00:00Z",
    "versionCreated": "2026-03-02T09:00:00Z",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry is back"}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": HTML}],
    "infoSources": [{"name": "Quay Wire", "role": "origin"}],
}  # fmt: skip
TWO = {
    "uri": URI, "version": "2", "pubstatus": "usable", "language": "en-GB",
    "contentcreated": "2026-03-01T09:00:00Z",
    "headlines": [{"role": "main", "value": "Ferry is back"}],
    "bodies": [{"role": "main", "contenttype": "text/html", "value": HTML}],
    "infosources": [{"name": "Quay Wire"}],
}  # fmt: skip
ONE = {
    "uri": URI, "type": "text", "version": "2", "pubstatus": "usable", "language": "en-GB",
    "firstcreated": "2026-03-01T09:00:00Z", "headline": "Ferry is back", "body_xhtml": HTML,
    "infosource": [{"name": "Quay Wire"}],
}  # fmt: skip
ONE_SIX = {
    "uri": URI, "type": "text", "version": "2", "language": "en-GB", "byline": "A. Writer",
    "versioncreated": "2026-03-01T09:00:00Z", "headline_main": "Ferry is back",
    "headline_short": "Ferry", "body_main": HTML, "copyrightholder": "Quay Wire",
}  # fmt: skip


@pytest.mark.parametrize("given", [ONE, ONE_SIX, TWO, THREE], ids=["1.3", "1.6", "2", "3"])
def test_every_version_gives_the_same_article(given: dict[str, Any]) -> None:
    (one,) = articles_of(json.dumps(given))
    assert (one.guid, one.headline, one.body, one.language) == (URI, "Ferry is back", TEXT, "en-GB")
    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert one.source is not None
    assert (one.source.name, one.version, one.pub_status) == ("Quay Wire", 2, "usable")


@pytest.mark.parametrize(
    ("status", "meant"),
    [("canceled", "canceled"), ("Cancelled", "canceled"), ("withheld", "withheld"),
     ("stat:canceled", "canceled"), ("embargoed", "withheld"), ("perhaps", "withheld")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["pubStatus", "pubstatus"])
def test_no_status_but_usable_comes_out_usable(name: str, status: str, meant: str) -> None:
    for given in (ONE, TWO, THREE):
        left = {key: value for key, value in given.items() if key.lower() != "pubstatus"}
        (one,) = articles_of(json.dumps({**left, name: status}))
        assert one.pub_status == meant


def test_an_embargo_withholds_until_it_ends() -> None:
    for until, meant in (("2026-12-01T00:00:00Z", "withheld"), ("2026-01-01T00:00:00Z", "usable")):
        (one,) = articles_of(json.dumps({**TWO, "embargoed": until}))
        assert one.pub_status == meant
    (unknown,) = articles_of(json.dumps({**TWO, "embargoed": "2026-01-01T00:00:00Z"}), read_at=None)
    assert unknown.pub_status == "withheld", "nobody can say that it has ended"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text/vnd.IPTC.NITF", NITF),
        ("application/xhtml+xml", HTML),
        ("", HTML),
        ("text/html", HTML),
    ],
)
def test_bodies_in_markup_give_text_without_tags(kind: str, value: str) -> None:
    body = {"role": "nitf", "contentType": kind, "value": value}
    (one,) = articles_of(json.dumps({**THREE, "bodies": [body]}))
    assert one.body == TEXT


def test_a_plain_body_keeps_its_signs() -> None:
    body = {"contentType": "text/plain", "value": "5 < 6 and <b> is a tag"}
    (one,) = articles_of(json.dumps({**THREE, "bodies": [body]}))
    assert one.body == "5 < 6 and <b> is a tag"


def test_a_caption_stands_for_a_text_and_a_credit_does_not() -> None:
    descriptions = [{"role": "creditline", "value": "Q"}, {"role": "caption", "value": "A ferry."}]
    (one,) = articles_of(json.dumps({"uri": URI, "type": "picture", "descriptions": descriptions}))
    assert one.body == "A ferry."


def test_what_has_no_words_says_so() -> None:
    (bare,) = entries_of(json.dumps({"uri": URI, "pubStatus": "usable"}))
    assert (bare.outcome, bare.why) == ("refused", "it has neither a headline nor a text")
    (picture,) = entries_of(json.dumps({"uri": URI, "type": "picture", "renditions": {}}))
    assert (picture.outcome, picture.why) == ("left_out", "it is a picture without a text")


def test_the_address_of_an_item_is_where_it_can_be_read() -> None:
    ids = [{"role": "canonicalUrl", "value": "https://quay.example/ferry"}]
    (one,) = articles_of(json.dumps({**THREE, "altIds": ids}))
    assert one.url == "https://quay.example/ferry"


def test_an_item_without_a_uri_is_refused_for_that() -> None:
    for given in (ONE, TWO, THREE):
        (entry,) = entries_of(json.dumps({**given, "uri": ""}))
        bare = {name: value for name, value in given.items() if name != "uri"}
        (other,) = entries_of(json.dumps(bare))
        assert entry.why == other.why == "a ninjs item has a uri"
        assert other.error is not None
        assert other.error.field == "uri"
