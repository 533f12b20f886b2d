"""A receiver that answers each request with given bytes, HTTP or not, and then hangs up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class RawReceiver:
    """The path of a request names its answer."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        path = head.split(b" ")[1].decode()
        self.asked.append(path)
        writer.write(self.answers[path.removeprefix("/")])
        writer.close()


@asynccontextmanager
async def raw_receiver(answers: dict[str, bytes]) -> AsyncIterator[RawReceiver]:
    """The receiver, listening on loopback until the block ends."""
    receiver = RawReceiver(answers)
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield receiver


def response(status: str, *headers: str | bytes, body: bytes = b"ok", framed: bool = True) -> bytes:
    """An answer; without `framed` its headers say nothing about the length of its body."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    if framed:
        lines.append(f"Content-Length: {len(body)}")
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return b"\r\n".join([*raw, b"", body])
