"""Compressed bodies are decoded within bounds, whatever they claim to be."""

import contextlib
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.edges.http.inflate import (
    DECODERS,
    MAX_MEMBERS,
    BodyDecoder,
    BodyTooLarge,
    UndecodableBody,
)


def zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def numbered(cases: list[tuple[str, bytes]]) -> list[str]:
    return [f"{encoding or 'none'}-{number}" for number, (encoding, _) in enumerate(cases)]


TEXT = b'{"headline": "Norway joins a pact"}'
RAW = zlib.compressobj(wbits=-15)
RAW_TEXT = RAW.compress(TEXT) + RAW.flush()
GOOD = [
    ("gzip", zipped(TEXT)),
    ("x-gzip", zipped(TEXT)),
    ("gzip", zipped(TEXT[:9]) + zipped(TEXT[9:])),
    ("deflate", zlib.compress(TEXT)),
    ("deflate", RAW_TEXT),
    ("identity", TEXT),
    ("", TEXT),
]


def decoded(decoder: BodyDecoder, body: bytes, step: int) -> bytes:
    for start in range(0, len(body), step):
        decoder.feed(body[start : start + step])
    return decoder.finish()


@pytest.mark.parametrize(("encoding", "body"), GOOD, ids=numbered(GOOD))
@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_a_body_is_decoded_in_pieces_of_any_size(encoding: str, body: bytes, step: int) -> None:
    assert decoded(DECODERS[encoding](1000), body, step) == TEXT


@pytest.mark.parametrize(("encoding", "body"), GOOD, ids=numbered(GOOD))
def test_a_body_may_have_as_many_bytes_as_are_allowed_and_not_one_more(
    encoding: str, body: bytes
) -> None:
    assert decoded(DECODERS[encoding](max(len(TEXT), len(body))), body, 50) == TEXT
    with pytest.raises(BodyTooLarge):
        decoded(DECODERS[encoding](len(TEXT) - 1), body, 50)


BAD = [
    ("gzip", TEXT),
    ("gzip", b""),
    ("gzip", zipped(TEXT)[:-1]),
    ("gzip", zipped(TEXT)[:5]),
    ("gzip", zipped(TEXT) + b"more"),
    ("gzip", zipped(TEXT)[:-8] + bytes(8)),
    ("gzip", zlib.compress(TEXT)),
    ("gzip", zipped(b"") * (MAX_MEMBERS + 1)),
    ("deflate", TEXT),
    ("deflate", b""),
    ("deflate", zlib.compress(TEXT)[:-1]),
    ("deflate", zlib.compress(TEXT) + b"more"),
    ("deflate", RAW_TEXT[:-1]),
]


@pytest.mark.parametrize(("encoding", "body"), BAD, ids=numbered(BAD))
@pytest.mark.parametrize("step", [1, 10_000])
def test_a_body_that_is_not_what_it_says_is_undecodable(
    encoding: str, body: bytes, step: int
) -> None:
    with pytest.raises(UndecodableBody):
        decoded(DECODERS[encoding](10_000), body, step)


def test_a_bomb_is_inflated_to_the_limit_and_no_further() -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=9)
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge):
            decoded(DECODERS["gzip"](1_000_000), bomb, 64 * 1024)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@given(st.sampled_from(sorted(DECODERS)), st.binary(max_size=300), st.integers(1, 40))
def test_any_bytes_are_decoded_or_refused(encoding: str, body: bytes, step: int) -> None:
    with contextlib.suppress(BodyTooLarge, UndecodableBody):
        decoded(DECODERS[encoding](1000), body, step)
