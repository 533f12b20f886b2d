"""The MinHash signature of a body, its bands, and the resemblance of two signatures."""

from array import array
from base64 import b64encode
from hashlib import blake2b
from operator import eq

import rensa

from pactwire.domain.text.normalise import fold_to_bytes, replace_typography

PERMUTATIONS = 128
SEED = 42
MIN_WORDS = 12
BAND_BYTES = 16
"""Four values a band: of two texts that share 0.7 of their values 0.9998 share a band."""


def compute_signature(body: str) -> str:
    """Base64 of 128 unsigned 32-bit values, big-endian; empty for texts under twelve words."""
    words = fold_to_bytes(replace_typography(body)).split()
    if len(words) < MIN_WORDS:
        return ""
    hashed = rensa.RMinHash(PERMUTATIONS, SEED)
    # Three words in a row count as one feature.
    hashed.update(map(b" ".join, zip(words, words[1:], words[2:], strict=False)))
    values = array("I", hashed.digest())
    values.byteswap()
    return b64encode(values.tobytes()).decode()


def resemblance(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two texts from their decoded signatures, 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    left, right = memoryview(one).cast("I"), memoryview(other).cast("I")
    equal: int = sum(map(eq, left, right))
    return equal / len(left)


def resembles(one: bytes, other: bytes, least: float) -> bool:
    """Whether two signatures resemble each other so much; quick where they do not.

    Equal values are four zero bytes of the difference, so few zero bytes are few equal values.
    """
    size = len(one)
    if not size or size != len(other):
        return False
    difference = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    zeros = difference.to_bytes(size, "big").count(0)
    return zeros >= least * size and resemblance(one, other) >= least


def lsh_bands(signature: bytes) -> list[int]:
    """Keys of which near-copies share at least one: 32 signed 64-bit integers; none for b''."""
    starts = range(0, len(signature), BAND_BYTES)
    return [_key(start, signature[start : start + BAND_BYTES]) for start in starts]


def _key(place: int, values: bytes) -> int:
    hashed = blake2b(values, digest_size=8, salt=place.to_bytes(4, "big"))
    return int.from_bytes(hashed.digest(), "big", signed=True)
