"""NewsML-G2: items alone and in messages, with status, embargo and what holds no text."""

import pytest

from intake_documents import articles_of, entries_of
from pactwire.errors import InvalidEvent

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:q:{guid}" version="3"
  xml:lang="en"><itemMeta><itemClass qcode="ninat:{kind}"/><provider literal="QW"><name>Quay Wire
  </name></provider><versionCreated>2026-03-02T09:00:00Z</versionCreated>{embargo}
  <pubStatus qcode="stat:{status}"/></itemMeta>
  <contentMeta><contentCreated>2026-03-01T09:00:00+01:00</contentCreated><language tag="en-GB"/>
  <headline role="hld:sub">Ferry</headline><headline role="hld:main">Ferry is back</headline>
  </contentMeta><contentSet>{content}</contentSet></newsItem>"""
HTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>no</title></head><body><p>The ferry is back.</p></body></html></inlineXML>"
)
NITF = (
    "<inlineXML><nitf><body><body.head><hedline><hl1>no</hl1></hedline></body.head><body.content>"
    "<p>The ferry is back.</p></body.content></body></nitf></inlineXML>"
)
PLAIN = '<inlineData contenttype="text/plain">The ferry is back.</inlineData>'


def news(content: str = HTML, **given: str) -> str:
    fields = {"guid": "1", "kind": "text", "status": "usable", "embargo": "", **given}
    return ITEM.format(content=content, **fields)


@pytest.mark.parametrize("content", [HTML, NITF, PLAIN], ids=["html", "nitf", "plain"])
def test_an_item_is_read_whatever_its_text_is_in(content: str) -> None:
    (one,) = articles_of(news(content))
    assert (one.headline, one.body) == ("Ferry is back", "The ferry is back.")
    assert (one.guid, one.version, one.language) == ("urn:q:1", 3, "en-GB")
    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-03-01T08:00:00+00:00"
    assert one.source is not None
    assert one.source.name == "Quay Wire"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"status": "canceled"}, "canceled"),
        ({"status": "withheld"}, "withheld"),
        ({"embargo": "<embargoed>2026-12-01T00:00:00Z</embargoed>"}, "withheld"),
        ({"embargo": "<embargoed/>"}, "withheld"),
        ({"embargo": "<embargoed>2026-03-01T00:00:00Z</embargoed>"}, "usable"),
    ],
)
def test_status_and_embargo_are_heeded(given: dict[str, str], meant: str) -> None:
    (one,) = articles_of(news(**given))
    assert one.pub_status == meant


def test_a_message_gives_each_item_and_tells_what_holds_no_text() -> None:
    picture = news("<remoteContent/>", guid="2", kind="picture")
    message = f"<newsMessage><itemSet><packageItem/>{news()}{picture}</itemSet></newsMessage>"
    found = entries_of(message)
    assert [entry.outcome for entry in found] == ["left_out", "would_send", "left_out"]
    assert "holds no text" in found[0].why
    assert found[2].why == "it is a picture without a text"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("<NewsML><NewsItem/></NewsML>", "a NewsML 1 document"),
        ("<packageItem/>", "a NewsML-G2 package"),
        ("<opml><body/></opml>", "an OPML list of feeds"),
        ("<urlset/>", "a sitemap"),
        ("<kml/>", "an XML document of <kml>"),
    ],
)
def test_other_xml_is_refused_by_name(raw: str, name: str) -> None:
    with pytest.raises(InvalidEvent, match=name):
        entries_of(raw)


def test_a_document_that_is_cut_off_is_refused() -> None:
    with pytest.raises(InvalidEvent, match="cut off"):
        entries_of(news()[:-30])
