"""A name server on loopback: answers names ending in `live.test`, says of `none.test` that there is
none, and is silent about all others."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

LOOPBACK = bytes([127, 0, 0, 1])
NO_SUCH_NAME = 3
TYPE_A = 1


class NameServer(asyncio.DatagramProtocol):
    """Speaks as much of RFC 1035 as one question needs."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.live = ("live.test",)
        self.port = 0
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Any) -> None:
        labels, at = [], 12
        while length := data[at]:
            labels.append(data[at + 1 : at + 1 + length].decode())
            at += length + 1
        question, kind = data[12 : at + 5], int.from_bytes(data[at + 1 : at + 3], "big")
        name = ".".join(labels).lower()
        self.asked[name] += 1
        if name.endswith(self.live):
            self._transport.sendto(
                build_answer(data[:2], question, has_address=kind == TYPE_A), addr
            )
        elif name.endswith("none.test"):
            flags = (0x8180 | NO_SUCH_NAME).to_bytes(2, "big")
            self._transport.sendto(data[:2] + flags + b"\0\1" + bytes(6) + question, addr)


def build_answer(query_id: bytes, question: bytes, *, has_address: bool) -> bytes:
    """A response with the address of loopback, or with none."""
    head = query_id + b"\x81\x80\0\1" + (b"\0\1" if has_address else b"\0\0") + bytes(4) + question
    record = b"\xc0\x0c\0\1\0\1" + (0).to_bytes(4, "big") + b"\0\4" + LOOPBACK
    return head + record if has_address else head


@asynccontextmanager
async def name_server() -> AsyncIterator[NameServer]:
    """The server, until the block ends."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    try:
        yield server
    finally:
        transport.close()
