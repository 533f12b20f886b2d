"""HTML pages: their main text and what they say of themselves; error pages are refused."""

import pytest

from intake_documents import articles_of, entries_of

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry is back | Quay</title>
<meta property="og:site_name" content="The Quay"><link rel="canonical" href="/news/ferry">
<meta property="article:published_time" content="2026-03-01T09:00:00Z"><base href="https://quay.example/">
<style>p {{}}</style></head><body><nav><a href="/">Home</a></nav>
<div class="site-menu"><ul><li><a href="/a">Harbour news</a></li></ul></div>
{body}
<aside>Weather today</aside><footer>All rights reserved</footer>
<script>var text = "<p>no</p>";</script></body></html>"""
STORY = (
    "<h1>Ferry is back</h1><p>The ferry to <a href='/i'>Iona</a> is back, the port said.</p>"
    "<p>It sails at noon.</p>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{STORY}</article>",
        f"<main><div class='story'>{STORY}</div></main>",
        f"<div><div itemprop='articleBody'>{STORY}</div></div>",
        f"<div id='content'>{STORY}<ul class='related'><li><a>More ferries</a></li></ul></div>",
        f"<div class='page comments-open promo'>{STORY}</div>",
        f"<table><tr><td>{STORY}</td></tr></table>",
        f"<div>{STORY}<div class='share-buttons'>Share this</div><form>Subscribe</form></div>",
    ],
)
def test_the_main_text_is_read_without_what_surrounds_it(body: str) -> None:
    (one,) = articles_of(PAGE.format(body=body))
    assert one.headline == "Ferry is back"
    assert one.body == "The ferry to Iona is back, the port said.\n\nIt sails at noon."
    assert (one.url, one.language) == ("https://quay.example/news/ferry", "en")
    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert one.source is not None
    assert one.source.name == "The Quay"


def test_a_bare_page_is_read() -> None:
    (one,) = articles_of("<p>The ferry is back.</p>At noon.")
    assert one.body == "The ferry is back.\n\nAt noon."


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "Error 503", "Access Denied", "Just a moment...", "502 Bad Gateway",
     "Page not found | Quay", "Attention Required! | Shield"],
)  # fmt: skip
def test_an_error_page_is_refused_by_its_name(title: str) -> None:
    page = f"<html><title>{title}</title><body><h1>{title}</h1><p>Sorry.</p></body></html>"
    (entry,) = entries_of(page)
    assert entry.outcome == "refused"
    assert entry.why == f"this is an HTML error page ({title}), not an article"


def test_a_story_about_an_error_is_a_story() -> None:
    story = f"<h1>Ferry not found after storm</h1>{'<p>The search went on all night.</p>' * 60}"
    assert articles_of(f"<html><body>{story}</body></html>")


def test_a_page_of_menus_only_is_refused() -> None:
    for page in ("<html><body><nav><a>Home</a></nav></body></html>", "<html></html>"):
        (entry,) = entries_of(page)
        assert entry.why == "this is an HTML page without a main text, not an article"


@pytest.mark.parametrize(
    "piece", ["<div class=menu>", "<article>", "<nav></nav>x ", "<table><td>", "<h1>"]
)
def test_tens_of_thousands_of_pieces_are_read(piece: str) -> None:
    assert len(entries_of(f"<html><body>{piece * 30_000}text</body></html>")) == 1
