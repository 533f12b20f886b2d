"""Seats of parts of states: they are members by name, never by a country code."""

from marked_text import WORLD, SmallWorld, marked
from pactwire.domain.extraction.claims.tokens.context import ArticleContext


def test_a_seat_of_a_part_stands_for_a_member_without_a_country_code():
    world = SmallWorld(WORLD.bodies, states={"x-damascus": "x-rojava"})
    document = marked("[Damascus|x-damascus] joins [NATO|x-nato]")
    member = ArticleContext(document, world).member_of(document.mentions[0])
    assert member is not None
    assert (member.entity_id, member.iso2) == ("x-rojava", None)
