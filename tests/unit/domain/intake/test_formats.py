"""Each format the field uses becomes the same kind of submission; what is broken says where."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake_documents import read_document
from pactwire.domain.intake import Origin, TooLarge
from pactwire.domain.intake.formats import read_entries
from pactwire.domain.intake.submission import Submission
from pactwire.errors import InvalidEvent

LIMIT = 200_000

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbour &amp; Hill</title><language>en-gb</language>
<item><title>Pact <![CDATA[<i>grows</i>]]></title><link>https://harbour.example/a?utm_source=x</link>
<guid isPermaLink="false">item-7</guid>
<description>&lt;p&gt;Norway &amp;amp; Iceland met.&lt;/p&gt;
&lt;p&gt;They agreed.&lt;/p&gt;</description>
<pubDate>Mon, 09 Feb 2026 10:00:00 +0200</pubDate></item>
<item><title></title><link>https://harbour.example/empty</link></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Port</title>
<entry><id>tag:port.example,2026:1</id><title>Une alliance</title>
<link href="https://port.example/1"/><updated>2026-02-09T08:00:00Z</updated>
<content type="html">&lt;p&gt;Le Mali quitte le bloc.&lt;/p&gt;</content></entry></feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Quay Notes", "language": "en",
    "items": [{"id": "1", "url": "https://quay.example/1", "title": "A pact",
               "content_html": "<p>One.</p><script>x()</script>",
               "date_published": "2026-02-09T08:00:00Z"}],
}  # fmt: skip

NINJS = {
    "uri": "urn:newsml:wire.example:20260209:1", "standard": {"name": "ninjs", "version": "3.1"},
    "version": "2", "pubStatus": "usable", "language": "en",
    "versionCreated": "2026-02-09T08:00:00Z",
    "headlines": [{"role": "short", "value": "short one"}, {"role": "main", "value": "Main one"}],
    "bodies": [{"contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
    "infoSources": [{"name": "Example Wire"}],
}  # fmt: skip


def test_rss_gives_an_article_an_entry_with_markup_read_as_text() -> None:
    (one,) = read_document(RSS, "feed", LIMIT)
    assert one.headline == "Pact grows"
    assert one.body == "Norway & Iceland met.\n\nThey agreed."
    assert one.guid == "item-7"
    assert one.language == "en-gb"
    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-02-09T08:00:00+00:00"
    assert one.source is not None
    assert one.source.name == "Harbour & Hill"


def test_an_empty_entry_is_reported_and_its_neighbours_pass() -> None:
    document = read_entries(RSS, Origin("feed"), LIMIT)
    assert len(document.submissions) == 1
    (left,) = document.missing
    assert (left.outcome, left.why) == ("left_out", "it has neither a headline nor a text")


def test_atom_is_read() -> None:
    (one,) = read_document(ATOM, "feed", LIMIT)
    assert (one.headline, one.body, one.language) == (
        "Une alliance",
        "Le Mali quitte le bloc.",
        "fr",
    )


def test_json_feed_is_read() -> None:
    (one,) = read_document(json.dumps(JSON_FEED).encode(), "feed", LIMIT)
    assert (one.headline, one.body, one.guid) == ("A pact", "One.", "1")


def test_ninjs_takes_the_main_headline_the_version_and_the_source() -> None:
    (one,) = read_document(json.dumps(NINJS).encode(), "wire", LIMIT)
    assert (one.headline, one.body, one.version) == ("Main one", "One.\n\nTwo.", 2)
    assert one.guid == NINJS["uri"]
    assert one.source is not None
    assert one.source.name == "Example Wire"


def test_a_canceled_ninjs_item_is_a_retraction_without_words() -> None:
    item = {"uri": NINJS["uri"], "pubStatus": "canceled"}
    (one,) = read_document(json.dumps(item).encode(), "wire", LIMIT)
    assert one.pub_status == "canceled"


def test_ndjson_is_one_article_a_line_and_pretty_json_is_one_article() -> None:
    lines = b'{"headline": "a"}\n\n{"headline": "b"}\n'
    assert [one.headline for one in read_document(lines, "x", LIMIT)] == ["a", "b"]
    assert len(read_document(b'{\n  "headline": "a"\n}', "x", LIMIT)) == 1


def test_plain_text_has_its_first_short_line_as_headline() -> None:
    (one,) = read_document(b"Pact grows\n\nNorway joined.\n", "notes.txt", LIMIT)
    assert (one.headline, one.body) == ("Pact grows", "Norway joined.")
    (two,) = read_document(b"Norway joined the pact.\nIt was cold.", "notes.txt", LIMIT)
    assert two.headline == ""
    assert two.source is not None
    assert two.source.name == "notes.txt"


def test_a_byte_order_mark_and_old_encodings_are_no_mistakes() -> None:
    assert read_document(b"\xef\xbb\xbfCaf\xc3\xa9", "x", LIMIT)[0].body == "Café"
    assert read_document("Café".encode("cp1252"), "x", LIMIT)[0].body == "Café"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"   ", "empty"),
        (b'{"headline": 1}', "headline: Input should be a valid string"),
        (b'{"headlin": "x"}', "headlin: there is no such field"),
        (b"{}", "give a headline or a body"),
        (b'{"headline": "a", "url": "ftp://x"}', "url: give an absolute http"),
        (b'{"headline": "a", "published_at": "yesterday"}', "published_at"),
        (b'{"headline": "a"}\n{"headline": 2}', "line 2: headline"),
        (b'{"headline": "a"}\n{"headline"', "line 2 is not JSON"),
        (b'{\n"headline": \n', "line"),
        (b"[1]", "give a JSON object"),
        (b"<rss>", "cut off before its first entry"),
        (b'{"pub_status": "canceled"}', "url or the guid"),
        (b'{"headline": "a", "source": ""}', "source.name"),
        (b'{"headline": "a", "url": "https://x.example/' + b"x" * 5000 + b'"}', "url: "),
    ],
)
def test_what_is_broken_says_where_and_why(raw: bytes, message: str) -> None:
    with pytest.raises(InvalidEvent, match=message):
        read_document(raw, "x", LIMIT)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("SÃ©nÃ©gal rejoint l’Ã‰tat", "Sénégal rejoint l’État"),
        ("CÃ´te dâ€™Ivoire", "Côte d’Ivoire"),
        ("São Tomé, Å, “ÄÖÜ” — Сирия", "São Tomé, Å, “ÄÖÜ” — Сирия"),
    ],
)
def test_text_decoded_with_the_wrong_encoding_is_restored(given: str, kept: str) -> None:
    assert Submission(headline=given).headline == kept


def test_a_text_over_the_limit_is_too_large() -> None:
    with pytest.raises(TooLarge, match="more than 10 characters"):
        read_document(b'{"body": "12345678901"}', "x", 10)


def test_an_empty_list_is_refused_and_not_taken_for_nothing() -> None:
    with pytest.raises(InvalidEvent, match="the list is empty"):
        read_document(b" []", "x", LIMIT)


@given(st.binary(max_size=400))
@example(b"[]")
def test_no_bytes_whatever_raise_anything_else(raw: bytes) -> None:
    with suppress(InvalidEvent):
        assert read_document(raw, "x", LIMIT)
