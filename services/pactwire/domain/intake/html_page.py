"""An HTML page to a submission: its main text, and what the page says of itself."""

import re

from lxml import etree

from pactwire.domain.intake.document import Entry, Origin
from pactwire.domain.intake.entries import FoundEntry, build_entry
from pactwire.domain.intake.main_text import count_letters, find_furniture, find_main, write_text
from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.xml_tree import Element, find_all, find_first, read_text
from pactwire.errors import InvalidEvent

START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
HEAD = 1000
FRAGMENTS = frozenset((
    "html", "head", "body", "article", "main", "section", "div", "p", "h1", "h2", "h3", "span",
    "a", "b", "i", "em", "strong", "ul", "ol", "table", "br", "img", "center", "font", "meta",
    "title", "link", "style", "script", "noscript", "iframe", "blockquote", "pre", "header",
    "nav",
))  # fmt: skip
ERROR = re.compile(
    r"^\W*(?:error\W*)?(?:4\d\d|5\d\d)\b|\bnot found\b|\baccess denied\b|\bforbidden\b"
    r"|\bunauthori[sz]ed\b|\bbad gateway\b|\b(?:service|temporarily) unavailable\b"
    r"|\binternal server error\b|\bgateway time-?out\b|\btoo many requests\b|\bjust a moment\b"
    r"|\battention required\b|\bare you (?:a )?(?:human|robot)\b|\bcaptcha\b"
    r"|\bsite maintenance\b|\bpage (?:gone|missing)\b",
    re.IGNORECASE,
)
LONG_PAGE = 1500
"""An error page has fewer characters; a longer one is a story that speaks of an error."""
DATES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
         "og:published_time", "publishdate", "pubdate", "sailthru.date")  # fmt: skip
JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def is_html(text: str, root: str) -> bool:
    """Whether markup is an HTML page or a piece of one."""
    return root in FRAGMENTS or START.search(text[:HEAD]) is not None


def read_html(text: str, origin: Origin, max_text: int) -> Entry:
    """The page as an article; the entry says why when it is none: an error page, or only menus."""
    page = parse_page(text)
    if page is None:
        return _refuse("an HTML page without a text")
    found = _find_fields(page)
    names = (read_text(find_first(page, "h1")), read_text(find_first(page, "title")))
    error = next((name for name in names if ERROR.search(name)), "")
    if error and len(found.body) < LONG_PAGE:
        return _refuse(f"an HTML error page ({' '.join(error.split())[:80]})")
    if not found.body:
        return _refuse("an HTML page without a main text")
    return build_entry(found, origin, max_text)


def parse_page(text: str) -> Element | None:
    """The tree of a page; None when there is nothing in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _refuse(what: str) -> Entry:
    return Entry(1, error=InvalidEvent(f"this is {what}, not an article"))


def _find_fields(page: Element) -> FoundEntry:
    facts = _read_facts(page)
    main = find_main(page)
    letters = count_letters(page)
    headings = [*find_all(main, "h1"), *find_all(page, "h1")]
    heading = next((one for one in headings if letters[one][0]), None)
    title = facts.get("og:title") or read_text(find_first(page, "title"))
    left_out = find_furniture(main)
    return FoundEntry(
        number=1,
        links=[*_list_canonical(page), facts.get("og:url")],
        bases=[one.get("href") for one in find_all(page, "base")],
        headline=" ".join((title if heading is None else read_text(heading)).split()),
        body=write_text(main, left_out if heading is None else left_out | {heading}),
        dates=_list_dates(page, facts),
        language=page.get("lang") or page.get("xml:lang"),
        source={"name": facts.get("og:site_name", "")},
        lone=True,
    )


def _list_canonical(page: Element) -> list[str | None]:
    return [one.get("href") for one in find_all(page, "link") if one.get("rel") == "canonical"]


def _list_dates(page: Element, facts: dict[str, str]) -> list[str | None]:
    """Where a page may say when it was published, best first."""
    scripts = " ".join(one.text or "" for one in find_all(page, "script"))
    times = [one.get("datetime") for one in find_all(page, "time")]
    return [*(facts.get(name) for name in DATES), *JSON_DATE.findall(scripts)[:1], *times[:1]]


def _read_facts(page: Element) -> dict[str, str]:
    """What the page says of itself in `meta`, by name; the first word counts."""
    facts: dict[str, str] = {}
    for one in find_all(page, "meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        facts.setdefault(name.lower(), markup_to_text(one.get("content") or ""))
    return facts
