"""The main text of a page: where the page says it is, without what surrounds it.

Menus, forms, notices and lists of links are left out. One pass for each question, so that nesting
costs nothing.
"""

import re
from collections.abc import Collection, Iterable

from lxml import etree

from pactwire.domain.intake.markup import TextCollector
from pactwire.domain.intake.xml_tree import Element, find_all, find_first, local_name

FURNITURE = frozenset((
    "nav", "aside", "footer", "form", "button", "select", "input", "textarea", "script",
    "style", "noscript", "template", "iframe", "dialog", "menu", "label", "svg", "figure",
))  # fmt: skip
ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar",
))  # fmt: skip
FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|gdpr|share|sharing|social"
    r"|related|recommend\w*|newsletter|subscri\w*|promo\w*|sidebar|footer|comments?|advert\w*|ads?"
    r"|sponsor\w*|popup|modal|skip|tags?|byline|author|copyright|paywall)(?:$|[\s_-])",
    re.IGNORECASE,
)
LISTS = frozenset((
    "ul", "ol", "div", "section", "p", "table", "header", "li",
))  # fmt: skip
LINK_SHARE = 0.6
"""A block with more of its letters in links is a menu."""


def find_main(page: Element) -> Element:
    """Where the page says that its article is, else the whole of it."""
    letters = count_letters(page)
    for chosen in (
        [one for one in page.iter() if (one.get("itemprop") or "").lower() == "articlebody"],
        list(find_all(page, "article")),
        [one for one in page.iter() if _is_main(one)],
    ):
        best = max(chosen, key=lambda one: letters[one][0], default=None)
        if best is not None and letters[best][0]:
            return best
    body = find_first(page, "body")
    return page if body is None else body


def find_furniture(main: Element) -> set[Element]:
    """The elements of a page that are not its text."""
    letters = count_letters(main)
    most = letters[main][0] / 2
    holders = _ancestors(find_all(main, "article", "main"))
    found = set()
    for one in main.iterdescendants():
        whole, linked = letters[one]
        menu = local_name(one) in LISTS and whole and linked / whole > LINK_SHARE
        named = one not in holders and whole < most and _is_named_furniture(one)
        if menu or named or _is_furniture(one):
            found.add(one)
    return found


def write_text(main: Element, left_out: Collection[Element]) -> str:
    """The text below an element without some of its parts."""
    collector = TextCollector()
    walker = etree.iterwalk(main, events=("start", "end"))
    for event, one in walker:
        if event == "start" and one in left_out:
            walker.skip_subtree()
        elif event == "start":
            collector.start(one.tag)
            collector.data(one.text or "")
        else:
            collector.end(one.tag) if one not in left_out else None
            collector.data(one.tail or "" if one is not main else "")
    return collector.close()


def count_letters(top: Element) -> dict[Element, tuple[int, int]]:
    """For each element the letters below it, and those of them in links; furniture has none."""
    counts: dict[Element, tuple[int, int]] = {}
    for _, one in etree.iterwalk(top, events=("end",)):
        if _is_furniture(one):
            counts[one] = 0, 0
            continue
        whole, linked = len((one.text or "").strip()), 0
        for child in one:
            inside, within = counts.get(child, (0, 0))
            whole += inside + len((child.tail or "").strip())
            linked += within
        counts[one] = whole, whole if local_name(one) == "a" else linked
    return counts


def _is_main(one: Element) -> bool:
    return local_name(one) == "main" or one.get("role") == "main"


def _is_furniture(one: Element) -> bool:
    if local_name(one) in FURNITURE or one.get("role") in ROLES:
        return True
    return one.get("hidden") is not None or one.get("aria-hidden") == "true"


def _is_named_furniture(one: Element) -> bool:
    """Whether a class or id says so: of a part of the text, not of the most of it."""
    return FURNITURE_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}") is not None


def _ancestors(elements: Iterable[Element]) -> set[Element]:
    """The elements and all that hold them."""
    found: set[Element] = set()
    for one in elements:
        at: Element | None = one
        while at is not None and at not in found:
            found.add(at)
            at = at.getparent()
    return found
