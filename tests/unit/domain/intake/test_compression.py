"""Gzip in gzip is read; what is cut off is a failure, and what grows has a limit."""

import gzip
import zlib

import pytest

from intake_documents import articles_of, item, rss
from pactwire.domain.intake.compression import inflate, inflate_deflate
from pactwire.errors import InvalidEvent

FEED = rss(item("Ferry back", "https://quay.example/1")).encode()
LIMIT = 100_000


def test_a_gzip_of_a_gzip_is_read() -> None:
    assert [one.headline for one in articles_of(gzip.compress(gzip.compress(FEED)))] == [
        "Ferry back"
    ]


def test_members_that_follow_each_other_are_one_text() -> None:
    assert inflate(gzip.compress(b"one ") + gzip.compress(b"two"), LIMIT) == b"one two"
    assert inflate(gzip.compress(b"one") + b"\0\0padding", LIMIT) == b"one"


@pytest.mark.parametrize("kept", [11, 30, -9, -1])
def test_what_is_cut_off_is_a_failure(kept: int) -> None:
    with pytest.raises(InvalidEvent, match="cut off"):
        inflate(gzip.compress(FEED)[:kept], LIMIT)
    with pytest.raises(InvalidEvent, match="cut off"):
        inflate_deflate(zlib.compress(FEED)[:-5], LIMIT)


def test_damage_and_bombs_are_refused() -> None:
    damaged = bytearray(gzip.compress(FEED))
    damaged[20] ^= 0xFF
    with pytest.raises(InvalidEvent, match=r"damaged|cut off"):
        inflate(bytes(damaged), LIMIT)
    with pytest.raises(InvalidEvent, match="more than 100,000 bytes"):
        inflate(gzip.compress(b"\0" * 50_000_000), LIMIT)
    layers = b"x"
    for _ in range(6):
        layers = gzip.compress(layers)
    with pytest.raises(InvalidEvent, match="4 times over"):
        inflate(layers, LIMIT)


def test_deflate_is_read_with_and_without_its_head() -> None:
    bare = zlib.compressobj(wbits=-15)
    assert inflate_deflate(zlib.compress(FEED), LIMIT) == FEED
    assert inflate_deflate(bare.compress(FEED) + bare.flush(), LIMIT) == FEED
