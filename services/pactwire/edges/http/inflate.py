"""Decodes compressed bodies piece by piece, never more than is allowed."""

import zlib
from collections.abc import Callable
from typing import Protocol

MAX_MEMBERS = 100
"""Gzip members of one body: each costs a start, and no sender needs many."""
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
DEFLATE_METHOD = 8
"""The low half of the first byte of a zlib stream; many senders leave its header out."""


class BodyTooLarge(Exception):  # noqa: N818
    """The body decodes to more bytes than are allowed."""


class UndecodableBody(Exception):  # noqa: N818
    """The body is not what its encoding says, or ends too early."""


class BodyDecoder(Protocol):
    """Takes a body's bytes as they come."""

    def feed(self, data: bytes) -> None:
        """Take some bytes; raises BodyTooLarge or UndecodableBody."""

    def finish(self) -> bytes:
        """The whole body; raises UndecodableBody when it ends too early."""


class PlainBody:
    """A body that is as it was sent."""

    def __init__(self, max_bytes: int) -> None:
        """Take at most so many bytes."""
        self._max_bytes = max_bytes
        self._body = bytearray()

    def feed(self, data: bytes) -> None:
        """Take some bytes."""
        if len(self._body) + len(data) > self._max_bytes:
            raise BodyTooLarge
        self._body += data

    def finish(self) -> bytes:
        """The whole body."""
        return bytes(self._body)


class DeflatedBody:
    """A body in gzip, of one member or a few, or in deflate, with its header or without."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        """Decode `gzip` or `deflate` into at most `max_bytes`; as many may be sent."""
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._body = bytearray()
        self._taken = 0
        self._members = 0
        self._member: zlib._Decompress | None = None

    def feed(self, data: bytes) -> None:
        """Take some bytes."""
        self._taken += len(data)
        if self._taken > self._max_bytes:
            raise BodyTooLarge
        while data:
            member = self._member or self._begin_member(data[0])
            try:
                self._body += member.decompress(data, self._max_bytes + 1 - len(self._body))
            except zlib.error as error:
                raise UndecodableBody(f"the body is not {self._encoding}: {error}") from None
            if len(self._body) > self._max_bytes:
                raise BodyTooLarge
            data = member.unused_data
            self._member = None if member.eof else member

    def finish(self) -> bytes:
        """The whole body."""
        if self._member is not None or not self._members:
            raise UndecodableBody(f"the body ends in the middle of its {self._encoding}")
        return bytes(self._body)

    def _begin_member(self, first: int) -> "zlib._Decompress":
        self._members += 1
        if self._members > (MAX_MEMBERS if self._encoding == "gzip" else 1):
            raise UndecodableBody(f"the body goes on after the end of its {self._encoding}")
        window = GZIP if self._encoding == "gzip" else ZLIB
        if window == ZLIB and first & 0xF != DEFLATE_METHOD:
            window = RAW
        return zlib.decompressobj(window)


DECODERS: dict[str, Callable[[int], BodyDecoder]] = {
    "": PlainBody,
    "identity": PlainBody,
    "gzip": lambda max_bytes: DeflatedBody("gzip", max_bytes),
    "x-gzip": lambda max_bytes: DeflatedBody("gzip", max_bytes),
    "deflate": lambda max_bytes: DeflatedBody("deflate", max_bytes),
}
"""How a body is decoded, by its Content-Encoding in small letters."""
