"""A feed is a feed in any dress, and one that is cut off says so."""

from contextlib import suppress

import pytest

from intake_documents import READ_AT, articles_of, entries_of, item, rss
from pactwire.domain.intake import Origin
from pactwire.domain.intake.formats import read_entries
from pactwire.errors import InvalidEvent

ONE = item("Fähre zurück", "https://quay.example/1", more="<description>Sie fährt.</description>")
RDF = (
    '<{0}:RDF xmlns:{0}="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/"><channel><title>Quay</title></channel>'
    '<item {0}:about="https://quay.example/1"><title>Fähre zurück</title></item></{0}:RDF>'
)
ATOM = (
    '<{0}:feed xmlns:{0}="http://www.w3.org/2005/Atom"><{0}:title>Quay</{0}:title><{0}:entry>'
    "<{0}:id>urn:q:1</{0}:id><{0}:title>Fähre zurück</{0}:title></{0}:entry></{0}:feed>"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_encoding_is_read_with_and_without_a_mark(encoding: str) -> None:
    assert [one.headline for one in articles_of(rss(ONE).encode(encoding))] == ["Fähre zurück"]


def test_a_declared_encoding_is_believed_unless_it_cannot_be() -> None:
    for declared, actual in (
        ("iso-8859-1", "latin-1"), ("gb2312", "gb18030"), ("utf-16", "utf-8"), ("utf-8", "cp1252"),
        ("x-nonsense", "utf-8"),
    ):  # fmt: skip
        head = f'<?xml version="1.0" encoding="{declared}"?>'
        (one,) = articles_of(rss(ONE, head=head).encode(actual))
        assert one.headline == "Fähre zurück"


@pytest.mark.parametrize(
    "head",
    [
        "\n\n   ",
        f"<?xml version='1.0'?><!-- {'licence ' * 1000} --><?style x?>",
        "<!-- <rss> is the root -->",
        '<!DOCTYPE rss PUBLIC "-//Quay//DTD RSS 0.91//EN" "https://quay.example/rss.dtd">',
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!-- ]> -->]>',
        "Notice: undefined index in line 7\n",
        "<br />\n<b>Warning</b>: slow query<br />\n",
    ],
)
def test_whatever_stands_before_the_root_hides_no_feed(head: str) -> None:
    assert [one.headline for one in articles_of(rss(ONE, head=head))] == ["Fähre zurück"]


@pytest.mark.parametrize("prefix", ["rdf", "r", "RDF"])
def test_any_prefix_is_read(prefix: str) -> None:
    for feed in (RDF, ATOM):
        assert [one.headline for one in articles_of(feed.format(prefix))] == ["Fähre zurück"]


def test_a_quoted_entity_refuses_nothing_and_a_defined_one_is_read() -> None:
    quoted = item("How", more="<description><![CDATA[Write <!ENTITY a 'b'>.]]></description>")
    assert [one.body for one in articles_of(rss(quoted, ONE))] == [
        "Write <!ENTITY a 'b'>.",
        "Sie fährt.",
    ]
    defined = '<!DOCTYPE rss [<!ENTITY co "Quay &amp; Co"><!ENTITY q "Quay Ltd">]>'
    (one,) = articles_of(rss(item("&q; grows"), head=defined))
    assert one.headline == "Quay Ltd grows"


def test_entities_that_grow_or_reach_out_are_not_followed() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "grow"><!ENTITY f SYSTEM "file:///etc/hostname">{lines}]>'
    (one,) = articles_of(rss(item("A &e11; and &f; b"), head=head))
    assert len(one.headline) < 60


def test_a_feed_that_is_cut_off_gives_its_whole_entries_and_says_so() -> None:
    whole = rss(
        ONE, item("Second", "https://quay.example/2", more="<description>xyz</description>")
    )
    cut = whole[: whole.index("xyz")]
    document = read_entries(cut.encode(), Origin("desk", read_at=READ_AT), 1000)
    assert not document.complete
    assert [entry.outcome for entry in document.entries] == ["would_send", "refused"]
    assert document.entries[1].why == "the feed ends inside this entry"
    assert read_entries(whole.encode(), Origin("desk"), 1000).complete
    with pytest.raises(InvalidEvent, match="cut off before its first entry"):
        entries_of(whole[:60])


def test_a_feed_without_entries_is_a_feed() -> None:
    assert entries_of(rss()) == []


@pytest.mark.parametrize(
    "piece",
    ["<!-- <item> ", "<![CDATA[", "<item>", "<a ", "&", "<item><link href='", "<!DOCTYPE x ["],
)
def test_a_flood_of_pieces_is_read_or_refused(piece: str) -> None:
    for raw in (rss() + piece * 2_000, rss(piece * 2_000), piece * 2_000):
        with suppress(InvalidEvent):
            assert isinstance(entries_of(raw), list)
