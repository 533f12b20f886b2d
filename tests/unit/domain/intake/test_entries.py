"""Each entry is an article of its own, judged alone; what it is taken without is told."""

import json

from intake_documents import READ_AT, articles_of, entries_of, ids_of, item, rss
from pactwire.domain.intake import admit


def test_entries_that_share_a_link_and_not_a_guid_are_articles_of_their_own() -> None:
    feed = rss(*(item(f"Story {n}", "https://quay.example/", f"s-{n}") for n in range(3)))
    assert len(set(ids_of(feed))) == 3
    assert ids_of(feed) == ids_of(feed), "sent again they are the same"


def test_a_guid_names_an_article_whose_link_has_changed() -> None:
    before = rss(item("Ferry back", "https://quay.example/old", "s-1"))
    after = rss(item("Ferry is back", "https://quay.example/new", "s-1"))
    assert ids_of(before) == ids_of(after)


def test_the_same_guid_of_another_source_is_another_article() -> None:
    feed = rss(item("Ferry back", "https://quay.example/1", "1"))
    assert ids_of(feed) != ids_of(feed.replace(">Quay<", ">Harbour<"))


def test_a_guid_that_is_the_address_is_the_address() -> None:
    link = "https://quay.example/ferry"
    permalink = rss(item("Ferry back", f"{link}?utm_source=rss", link))
    assert ids_of(permalink) == ids_of(rss(item("Ferry back", link)))


def test_posts_of_a_live_page_that_differ_in_their_fragment_are_articles() -> None:
    page = "https://quay.example/live"
    posts = [item(f"Post {n}", f"{page}#{name}") for n, name in enumerate(("dawn", "noon"))]
    assert len(set(ids_of(rss(*posts)))) == 2
    numbered = [ids_of(rss(item("Post", f"{page}#post-{n}")))[0] for n in (1, 2)]
    assert len(set(numbered)) == 2, "also when each comes alone"


def test_a_fragment_that_only_scrolls_names_nothing() -> None:
    page = "https://quay.example/ferry"
    assert ids_of(rss(item("Ferry", f"{page}#top"))) == ids_of(rss(item("Ferry", page)))


def test_addresses_of_a_page_that_is_a_program_are_told_apart() -> None:
    routes = [item(f"Story {n}", f"https://quay.example/#!/story/{n}") for n in range(2)]
    assert len(set(ids_of(rss(*routes)))) == 2


def test_entries_with_one_address_and_no_guid_are_told_apart_by_their_headlines() -> None:
    page = "https://quay.example/today"
    assert len(set(ids_of(rss(item("Ferry back", page), item("Bridge shut", page))))) == 2


def test_a_guid_that_stands_for_several_addresses_identifies_nothing() -> None:
    feed = rss(*(item(f"Story {n}", f"https://quay.example/{n}", "0") for n in range(3)))
    assert len(set(ids_of(feed))) == 3


def test_entries_with_one_guid_and_one_address_are_told_apart_by_their_headlines() -> None:
    page = "https://quay.example/today"
    feed = rss(item("Ferry back", page, "0"), item("Bridge shut", page, "0"))
    assert len(set(ids_of(feed))) == 2
    again = rss(item("Ferry back", page, "s-1"), item("Ferry back", page, "s-1"))
    assert len(set(ids_of(again))) == 1


def test_the_front_page_of_a_site_is_no_articles_address() -> None:
    front = "https://quay.example/"
    assert ids_of(rss(item("Ferry back", front))) != ids_of(rss(item("Bridge shut", front)))


def test_an_entry_that_is_wrong_in_a_part_is_taken_without_it_and_says_so() -> None:
    feed = rss(
        item("Good", "https://quay.example/1"),
        item("No address", "http://[quay.example/2"),
        item("No day", "https://quay.example/3", more="<pubDate>the day before</pubDate>"),
        item("Scripted", "javascript:alert(1)", "s-4"),
    )
    found = entries_of(feed)
    assert [entry.outcome for entry in found] == ["would_send"] * 4
    assert [bool(entry.why) for entry in found] == [False, True, True, True]
    assert found[1].submission is not None
    assert found[1].submission.url is None


def test_an_entry_without_words_is_left_out_and_told() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay",
        "items": [
            {"id": "a", "image": "https://quay.example/a.png"},
            {"id": "b", "content_text": "The ferry is back."},
            "no item",
        ],
    }
    found = entries_of(json.dumps(feed))
    assert [entry.outcome for entry in found] == ["left_out", "would_send", "refused"]
    assert found[0].why == "it has neither a headline nor a text"
    assert found[0].label == "a"


def test_a_json_feed_with_odd_fields_loses_no_item() -> None:
    odd = {"language": "en_US", "date_published": "2026-03-01T10:00:00", "url": "/ferry"}
    feed = {
        "version": "http://jsonfeed.org/version/1",
        "home_page_url": "https://quay.example/",
        "items": [{"title": "No id", **odd}, {"id": 7, "title": ["x"], "content_html": "<p>Seven"}],
    }
    first, second = articles_of(json.dumps(feed))
    assert (first.language, first.url) == ("en-US", "https://quay.example/ferry")
    assert first.published_at is not None
    assert first.published_at.isoformat() == "2026-03-01T10:00:00+00:00"
    assert (second.guid, second.body) == ("7", "Seven")


def test_a_text_that_is_too_long_costs_its_entry_only() -> None:
    long = item(
        "Long", "https://quay.example/1", more=f"<description>{'w ' * 200_000}</description>"
    )
    found = entries_of(rss(long, item("Short", "https://quay.example/2")))
    assert [entry.outcome for entry in found] == ["refused", "would_send"]
    assert "200,000" in found[0].why


def test_relative_links_are_read_against_what_is_nearest() -> None:
    entry = '<entry{0}><id>u:1</id><title>T</title><link href="a/1"/></entry>'
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"{0}><title>Q</title>{1}</feed>'
    site = '<link href="https://site.example/x/"/>'
    based = feed.format("", site + entry.format(' xml:base="https://base.example/"'))
    for raw, address, link in (
        (based, None, "https://base.example/a/1"),
        (feed.format("", site + entry.format("")), None, "https://site.example/x/a/1"),
        (feed.format("", entry.format("")), "https://far.example/f", "https://far.example/a/1"),
    ):
        (one,) = articles_of(raw, address=address)
        assert one.url == link


def test_a_guid_that_is_no_address_does_not_become_one() -> None:
    (one,) = articles_of(rss("<title>T</title><guid>s-1</guid>"))
    assert (one.guid, one.url) == ("s-1", None)


def test_what_a_feeds_reader_knows_wins_over_what_the_feed_says() -> None:
    (one,) = articles_of(rss(item("T")), source={"name": "The Quay", "tier": 2})
    assert one.source is not None
    assert (one.source.name, one.source.tier) == ("The Quay", 2)


def test_an_item_without_a_source_is_the_same_article_in_another_file() -> None:
    canceled = json.dumps({"uri": "urn:x:1", "pubStatus": "canceled"})
    usable = json.dumps({"uri": "urn:x:1", "pubStatus": "usable", "title": "T"})
    (first,), (second,) = articles_of(usable, name="a.json"), articles_of(canceled, name="b.json")
    assert admit(first, READ_AT).article_id == admit(second, READ_AT).article_id
