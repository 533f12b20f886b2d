"""Documents made at random from a seed: well-formed, broken and hostile, in every format.

Every entry holds a word that no other has, so that a test can say which entries came through.
"""

import gzip
import json
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

LINKS = (
    "https://quay.example/{n}", "/{n}", "HTTPS://Quay.example/{n}", "http://[quay.example/{n}",
    "", "javascript:alert({n})", "https://quay.example/live#post-{n}", "https://quay.example/",
    "?p={n}", "https://quay.example/{n}?utm_source=x&a=b c", "mailto:a@b",
    "https://quay.example:0/{n}", "\x1b[2J", "https://quay.example/" + "x" * 5000,
    "tag:quay.example,2026:{n}", "//",
)  # fmt: skip
DATES = (
    "Tue, 14 Apr 2026 09:30:00 CEST", "2026-04-14T09:30:00Z", "1776159000", "yesterday", "", "0",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30", "32.13.2026", "Ж",
    "2026年4月14日", "1" * 400, "Mon, 1 Jun 2026 25:61:61 GMT", "1970-01-01", "-1e9999",
)  # fmt: skip
LANGUAGES = ("en", "en_US", "en-US.UTF-8", "", "<b>", "klingon-of-the-north-west", "zh-Hant-TW")
NOISE = (
    "", "plain", "\u202eturned", "jo\u200bined", "\x1b]0;x\x07", "\x85\x9b", "<p>para",
    "<b>bold</b>", "<iframe src='x'/>", "<script>x()</script>", "<table><tr><td>cell",
    "<a href='x'>link", "&nbsp;", "&bogus;", "&#0;", "&#xD800;", "<![CDATA[", "]]>",
    "<!ENTITY a 'b'>", "<!--", "-->", "\ud83d", "é\ufffd漢字", "]]", "<", ">", "&", '"', "'",
    "\u2028", "<item>", "</channel>", "\x00", "{", "\\",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@dataclass(frozen=True)
class Generated:
    """A document, the word of each of its entries, and whether it was left as it was written."""

    raw: bytes
    words: tuple[str, ...]
    whole: bool

    def visible(self) -> tuple[str, ...]:
        """The words that are still there in what can be read, whatever was cut off or damaged."""
        raw = gzip.decompress(self.raw) if self.raw.startswith(b"\x1f\x8b") else self.raw
        text = raw.decode("utf-8", "ignore")
        return tuple(word for word in self.words if self.whole or word in text)


def generate(seed: int) -> Generated:
    """The document of a seed; the same seed gives the same one."""
    dice = Random(seed)
    words = tuple(f"word{seed}x{number}" for number in range(dice.randrange(8)))
    write = dice.choice((_rss, _atom, _rdf, _json_feed, _lines, _ninjs, _newsml, _pages))
    text = write(dice, words)
    if write is _pages:
        words = words[:1]
    raw = text.encode(dice.choice(ENCODINGS), "replace")
    whole = dice.random() < 0.5
    if not whole:
        raw = _break(dice, raw)
    return Generated(gzip.compress(raw) if dice.random() < 0.1 else raw, words, whole)


def _prose(dice: Random, word: str) -> str:
    noise = " ".join(dice.choice(NOISE) for _ in range(dice.randrange(4)))
    return f"{word} sails {noise}"


def _fields(dice: Random, number: int, word: str) -> dict[str, str]:
    fields = {
        "title": _prose(dice, word),
        "text": _prose(dice, word),
        "link": dice.choice(LINKS).format(n=number),
        "id": dice.choice(("", f"id-{word}", "0", "same", dice.choice(LINKS).format(n=number))),
        "date": dice.choice(DATES),
        "language": dice.choice(LANGUAGES),
    }
    if dice.random() < 0.1:
        fields |= {"title": "", "text": ""}
    elif dice.random() < 0.3:
        fields[dice.choice(("title", "text"))] = ""
    return fields


def _legal(text: str) -> str:
    """The text as XML can hold it."""
    kept = (sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff")
    return escape("".join(kept).replace("\ufffe", "").replace("\uffff", ""))


def _rss(dice: Random, words: tuple[str, ...]) -> str:
    items = ""
    for number, word in enumerate(words):
        one = {name: _legal(value) for name, value in _fields(dice, number, word).items()}
        items += (
            f"<item><title>{one['title']}</title><description>{one['text']}</description>"
            f"<link>{one['link']}</link><guid>{one['id']}</guid><pubDate>{one['date']}</pubDate></item>"
        )
    head = dice.choice(("", "<?xml version='1.0'?>", f"<!-- {'long ' * 900}-->", "\n\n"))
    language = _legal(dice.choice(LANGUAGES))
    return (
        f'{head}<rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link>'
        f"<language>{language}</language>{items}</channel></rss>"
    )


def _atom(dice: Random, words: tuple[str, ...]) -> str:
    entries = ""
    for number, word in enumerate(words):
        one = {name: _legal(value) for name, value in _fields(dice, number, word).items()}
        link = one["link"].replace('"', "&quot;")
        entries += (
            f'<entry><id>{one["id"]}</id><title type="html">{one["title"]}</title>'
            f'<link href="{link}"/><updated>{one["date"]}</updated>'
            f'<content type="html">{one["text"]}</content></entry>'
        )
    base = dice.choice(("", ' xml:base="https://base.example/"', ' xml:base="::"'))
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>Quay</title>{entries}</feed>'


def _rdf(dice: Random, words: tuple[str, ...]) -> str:
    prefix = dice.choice(("rdf", "r", "RDF"))
    items = ""
    for number, word in enumerate(words):
        one = {name: _legal(value) for name, value in _fields(dice, number, word).items()}
        items += (
            f"<item><title>{one['title']}</title><link>{one['link']}</link>"
            f"<description>{one['text']}</description></item>"
        )
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<{prefix}:RDF xmlns:{prefix}="{space}" xmlns="http://purl.org/rss/1.0/">'
        f"<channel><title>Quay</title></channel>{items}</{prefix}:RDF>"
    )


def _odd(dice: Random, value: str) -> object:
    return dice.choice((value, value, value, value, None, 7, [value], {"a": value}, True))


def _json(value: object) -> str:
    return json.dumps(value).replace("\\ud83d", "")


def _json_feed(dice: Random, words: tuple[str, ...]) -> str:
    items = []
    for number, word in enumerate(words):
        one = _fields(dice, number, word)
        item = {
            "title": one["title"], "content_html": one["text"], "url": _odd(dice, one["link"]),
            "id": _odd(dice, one["id"]), "date_published": _odd(dice, one["date"]),
            "language": _odd(dice, one["language"]),
        }  # fmt: skip
        items.append({key: item[key] for key in item if dice.random() < 0.95 or key == "title"})
    version = dice.choice(("https://jsonfeed.org/version/1.1", "http://jsonfeed.org/version/1"))
    return _json({"version": version, "title": "Quay", "items": items})


def _lines(dice: Random, words: tuple[str, ...]) -> str:
    rows = []
    for number, word in enumerate(words):
        one = _fields(dice, number, word)
        row = {"headline": one["title"], "body": one["text"], "guid": f"{number}"}
        if dice.random() < 0.4:
            row |= {"url": one["link"], "published_at": one["date"]}
        rows.append(_json(row))
    return "\n".join(rows) or "no lines"


def _ninjs(dice: Random, words: tuple[str, ...]) -> str:
    items = []
    for number, word in enumerate(words):
        one = _fields(dice, number, word)
        status = dice.choice(("usable", "canceled", "withheld", "perhaps", 7, None))
        three = {
            "uri": f"urn:q:{word}", "pubStatus": status, "contentCreated": one["date"],
            "headlines": [{"value": one["title"]}],
            "bodies": [{"contentType": "text/html", "value": one["text"]}],
        }  # fmt: skip
        first = {
            "uri": f"urn:q:{word}", "pubstatus": status, "versioncreated": one["date"],
            "headline": one["title"], "body_xhtml": one["text"],
        }  # fmt: skip
        two = {key.lower(): value for key, value in three.items()}
        items.append(dice.choice((first, two, three)))
    return _json(items)


def _newsml(dice: Random, words: tuple[str, ...]) -> str:
    items = ""
    for number, word in enumerate(words):
        one = {name: _legal(value) for name, value in _fields(dice, number, word).items()}
        items += (
            f'<newsItem guid="urn:q:{number}"><itemMeta><versionCreated>{one["date"]}'
            f"</versionCreated></itemMeta><contentMeta><headline>{one['title']}</headline>"
            f"</contentMeta><contentSet><inlineXML><nitf><body><body.content><p>{one['text']}</p>"
            "</body.content></body></nitf></inlineXML></contentSet></newsItem>"
        )
    return f"<newsMessage><itemSet>{items}</itemSet></newsMessage>"


def _pages(dice: Random, words: tuple[str, ...]) -> str:
    """One entry: an HTML page, an NITF document or a plain text."""
    word = words[0] if words else "nobody"
    text = _legal(_prose(dice, word))
    return dice.choice(
        (
            f"<!DOCTYPE html><html><body><nav>Home</nav><p>{text}</p></body></html>",
            f"<nitf><body><body.content><p>{text}</p></body.content></body></nitf>",
            f"Notes\n\n{text}",
        )
    )


def _break(dice: Random, raw: bytes) -> bytes:
    """The document with something wrong with it."""
    at = dice.randrange(len(raw) + 1)
    junk = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 20)))
    return dice.choice(
        (
            raw[:at],
            raw[:at] + junk + raw[at:],
            raw[:at] + raw[at + 7 :],
            raw + raw,
            junk + raw,
            raw[:at] + b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + raw[at:],
            raw.replace(b"<item>", b"<item><item>").replace(b"</title>", b""),
            raw.replace(b">", b" a='1' a='2'>"),
        )
    )
