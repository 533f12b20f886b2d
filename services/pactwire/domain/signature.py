"""The MinHash of a body: near-copies have nearly the same one. Compares nothing itself."""

from array import array
from base64 import b64decode, b64encode

import rensa

from pactwire.domain.text import haystack, straightened

PERMUTATIONS = 128
SEED = 42
SHINGLE = 3
"""Words in a row that count as one feature."""
FEWEST_WORDS = 12


def signature(body: str) -> str:
    """Base64 of 128 unsigned 32-bit values, big-endian; empty for texts under twelve words."""
    words = haystack(straightened(body)).decode().split()
    if len(words) < FEWEST_WORDS:
        return ""
    hashed = rensa.RMinHash(PERMUTATIONS, SEED)
    hashed.update(list(map(" ".join, zip(words, words[1:], words[2:], strict=False))))
    values = array("I", hashed.digest())
    values.byteswap()
    return b64encode(values.tobytes()).decode()


def values_of(signed: str) -> list[int]:
    """The values of a signature again; an empty list for the empty one."""
    values = array("I", b64decode(signed))
    values.byteswap()
    return list(values)
