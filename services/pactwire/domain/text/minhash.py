"""The MinHash of a body: near-copies have nearly the same one. Compares nothing itself."""

from array import array
from base64 import b64decode, b64encode
from hashlib import blake2b

import rensa

from pactwire.domain.text.normalise import haystack, straightened

PERMUTATIONS = 128
SEED = 42
FEWEST_WORDS = 12
BAND_BYTES = 16
"""Four values a band: of two texts that share 0.7 of their values 0.9998 share a band."""


def signature(body: str) -> str:
    """Base64 of 128 unsigned 32-bit values, big-endian; empty for texts under twelve words."""
    words = haystack(straightened(body)).split()
    if len(words) < FEWEST_WORDS:
        return ""
    hashed = rensa.RMinHash(PERMUTATIONS, SEED)
    # Three words in a row count as one feature.
    hashed.update(map(b" ".join, zip(words, words[1:], words[2:], strict=False)))
    values = array("I", hashed.digest())
    values.byteswap()
    return b64encode(values.tobytes()).decode()


def values_of(signed: str) -> list[int]:
    """The values of a signature again; an empty list for the empty one."""
    values = array("I", b64decode(signed))
    values.byteswap()
    return list(values)


def bands(signed: bytes) -> list[int]:
    """Keys of which near-copies share at least one: 32 signed 64-bit numbers; none for none."""
    starts = range(0, len(signed), BAND_BYTES)
    return [_key(start, signed[start : start + BAND_BYTES]) for start in starts]


def _key(place: int, values: bytes) -> int:
    hashed = blake2b(values, digest_size=8, salt=place.to_bytes(4, "big"))
    return int.from_bytes(hashed.digest(), "big", signed=True)
