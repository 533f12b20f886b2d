"""Clients that send too much, too slowly, too often or nonsense: refused in order, nobody waits."""

import asyncio
import gzip
import json
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from ingest_service import Service, find_free_port, running
from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, ProbeSettings

MEGABYTE = 1024 * 1024
POST = b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS_POLITELY = POST + b"Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"
JSON_TYPE = "Content-Type: application/json"
ARTICLE = b'{"headline": "Norway joins a pact", "guid": "1"}'


def request(body: bytes, *headers: str, method: str = "POST", path: str = "/v1/articles") -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: x", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


class Answer:
    """What came on a connection: the first answer, and whether the connection was closed."""

    def __init__(self, raw: bytes, *, closed: bool) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        status, *fields = head.decode("latin-1").split("\r\n")
        self.status = int(status.split()[1]) if status else 0
        self.headers = {
            name.lower(): value.strip() for name, _, value in (one.partition(":") for one in fields)
        }
        self.closed = closed

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"].startswith("application/problem+json"), self.headers
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        assert found["title"]
        assert found["detail"]
        return found


async def ask(port: int, sent: bytes, *, within: float = 20) -> Answer:
    """Send these bytes and read until the server closes or an answer is whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    raw, closed = b"", False
    try:
        async with asyncio.timeout(within):
            writer.write(sent)
            while not is_whole(raw):
                piece = await reader.read(65536)
                if not piece:
                    closed = True
                    break
                raw += piece
            closed = closed or ("close" in raw.decode("latin-1").lower() and not await rest(reader))
    except ConnectionResetError:
        closed = True
    finally:
        writer.close()
    return Answer(raw, closed=closed)


def is_whole(raw: bytes) -> bool:
    head, found, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    return bool(found) and length is not None and len(body) >= int(length[1])


async def rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@asynccontextmanager
async def serving(folder: Path, **given: Any) -> AsyncIterator[Service]:
    """The service without a broker: refusals need none."""
    nowhere = BrokerSettings(bootstrap=f"127.0.0.1:{find_free_port()}")
    async with running(nowhere, folder, **given) as service:
        yield service


def port_of(service: Service) -> int:
    return int(service.base.rpartition(":")[2])


async def test_a_compressed_article_is_taken(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        for encoding, body in (
            ("gzip", gzip.compress(ARTICLE)),
            ("deflate", zlib.compress(ARTICLE)),
        ):
            answer = await ask(
                port_of(service), request(body, JSON_TYPE, f"Content-Encoding: {encoding}")
            )
            assert answer.status == 202, answer.body


async def test_a_bomb_is_refused_after_its_first_megabyte_and_the_service_answers_meanwhile(
    tmp_path: Path,
) -> None:
    bomb = gzip.compress(bytes(950 * MEGABYTE), compresslevel=9)
    assert len(bomb) < MEGABYTE
    async with serving(tmp_path) as service:
        sent = request(bomb, JSON_TYPE, "Content-Encoding: gzip")
        asked = asyncio.create_task(ask(port_of(service), sent))
        live = await service.get("/live")
        answer = await asked
    assert live[0] == 200
    assert answer.status == 413
    assert "1,048,576 bytes" in answer.problem["detail"]
    assert answer.headers["connection"] == "close"
    assert answer.closed


UNDECODABLE: list[tuple[bytes, list[str]]] = [
    (b"nonsense", ["Content-Encoding: gzip"]),
    (b"", ["Content-Encoding: gzip"]),
    (gzip.compress(ARTICLE)[:-3], ["Content-Encoding: gzip"]),
    (gzip.compress(ARTICLE) + b"{}", ["Content-Encoding: gzip"]),
    (gzip.compress(b"") * 40_000, ["Content-Encoding: gzip"]),
    (b"nonsense", ["Content-Encoding: deflate"]),
    (gzip.compress(b"\xff\xfe{}"), ["Content-Encoding: gzip"]),
    ('{"headline": "Zürich"}'.encode("latin-1"), []),
    (ARTICLE.decode().encode("utf-16"), []),
    (b'{"headline": "\\ud800"}', []),
    (b"[" * 100_000, []),
    (b'{"headline": 1e999999}', []),
    (b"\x00", []),
]


async def test_a_body_that_cannot_be_decoded_is_400(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        for body, headers in UNDECODABLE:
            answer = await ask(port_of(service), request(body, JSON_TYPE, *headers))
            assert answer.status == 400, (body[:50], headers)
            assert answer.problem


async def test_an_encoding_that_is_not_known_is_415_with_those_that_are(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        for encoding in ("br", "zstd", "compress", "gzip, gzip", "nonsense"):
            sent = request(b"x", JSON_TYPE, f"Content-Encoding: {encoding}")
            answer = await ask(port_of(service), sent)
            assert answer.status == 415, encoding
            assert "gzip" in answer.problem["detail"]


ERRORS: list[tuple[bytes, int]] = [
    (request(b"", method="GET", path="/nothing"), 404),
    (request(b"", method="GET"), 405),
    (request(b"", path="/live"), 405),
    (request(b"", method="BREW"), 400),
    (request(b"{", JSON_TYPE), 400),
    (request(b"x", "Content-Type: image/png"), 415),
    (b"nonsense\r\n\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01", 400),
    (b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Length: soon\r\n\r\n", 400),
    (b"GET /live HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 20_000 + b"\r\n\r\n", 400),
    (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    (b"GET /live HTTP/1.1\r\n" + b"A: b\r\n" * 500 + b"\r\n", 400),
    (CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n", 400),
    (request(b"", "Expect: the-unexpected", method="GET", path="/live"), 417),
    (ENDLESS_POLITELY, 413),
]


async def test_every_error_is_a_problem_document_and_names_no_version(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        for sent, status in ERRORS:
            answer = await ask(port_of(service), sent)
            assert answer.status == status, sent[:80]
            assert answer.problem
            assert not re.search(r"\d+\.\d+|python|aiohttp", str(answer.headers).lower())


async def test_good_answers_name_no_version_either(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        answer = await ask(port_of(service), request(b"", method="GET", path="/live"))
    assert answer.status == 200
    assert answer.headers["server"] == "pactwire"


async def test_a_mistake_of_ours_is_a_problem_document_without_its_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("pactwire.ingest.http.read_json_value", fail)
    async with serving(tmp_path) as service:
        answer = await ask(port_of(service), request(ARTICLE, JSON_TYPE))
        assert (await service.get("/live"))[0] == 200
    assert answer.status == 500
    assert "inside" not in str(answer.problem)


async def test_who_waits_for_leave_to_send_gets_it(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
        writer.write(request(ARTICLE, JSON_TYPE, "Expect: 100-continue")[: -len(ARTICLE)])
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(ARTICLE)
        assert (await reader.readline()).split()[1] == b"202"
        writer.close()


async def send_until_closed(port: int, head: bytes, piece: bytes, most: int) -> int:
    """How many bytes were sent until the server closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = 0
    try:
        writer.write(head)
        while sent < most:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    except ConnectionError:
        pass
    finally:
        writer.close()
        del reader
    return sent


async def test_a_body_without_end_is_not_read_on(tmp_path: Path) -> None:
    piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    async with serving(tmp_path) as service:
        sent = await send_until_closed(port_of(service), CHUNKED, piece, 100_000 * MEGABYTE)
        assert (await service.get("/live"))[0] == 200
    assert MEGABYTE < sent < 100_000 * MEGABYTE


PARTS = {
    "nothing": b"",
    "half a line": b"POST /v1/art",
    "half a head": b"POST /v1/articles HTTP/1.1\r\nHost: x\r\n",
    "half a body": request(ARTICLE, JSON_TYPE)[:-5],
    "a chunk to come": CHUNKED + b"5\r\n{",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
async def test_a_client_that_stops_in_the_middle_is_closed_after_its_time(
    tmp_path: Path, part: bytes
) -> None:
    async with serving(tmp_path, client_timeout=0.3) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
        writer.write(part[:60])
        await asyncio.sleep(0.05)
        writer.write(part[60:])
        async with asyncio.timeout(20):
            raw = await rest(reader)
        writer.close()
    last = raw.rpartition(b"HTTP/1.1 ")[2]
    assert not part or last.startswith((b"408", b"200"))
    assert not last.startswith(b"408") or b"application/problem+json" in last


async def test_a_second_request_has_its_time_too(tmp_path: Path) -> None:
    async with serving(tmp_path, client_timeout=0.3) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
        writer.write(request(b"", method="GET", path="/live"))
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
        writer.write(b"GET /li")
        async with asyncio.timeout(15):
            assert (await rest(reader)).startswith(b"HTTP/1.1 408")
        writer.close()


async def test_bytes_that_drip_win_no_time(tmp_path: Path) -> None:
    async with serving(tmp_path, client_timeout=0.5) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
        closed = asyncio.create_task(rest(reader))
        async with asyncio.timeout(20):
            for letter in request(b"", "X-A: " + "a" * 4000, method="GET", path="/live"):
                writer.write(bytes([letter]))
                await asyncio.wait([closed], timeout=0.05)
                if closed.done():
                    break
        assert closed.done()
        assert b"408" in await closed
        writer.close()


async def test_a_client_that_takes_no_answers_is_closed_after_its_time(tmp_path: Path) -> None:
    asking = request(b"", method="GET", path="/metrics") * 100
    async with serving(tmp_path, client_timeout=0.3) as service:
        async with asyncio.timeout(60):
            await send_until_closed(port_of(service), b"", asking, 10**12)
        assert 'clients_dropped_total{reason="slow"} 0.0' not in (await service.get("/metrics"))[1]


async def test_half_open_connections_have_a_number_and_a_healthy_client_is_answered_among_them(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, max_connections=20, client_timeout=60) as service:
        opened = []
        for number in range(100):
            reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
            writer.write(list(PARTS.values())[number % 4])
            opened.append((reader, writer))
        answer = await ask(port_of(service), request(b"{", JSON_TYPE))
        _, text = await service.get("/metrics")
        for _, writer in opened:
            writer.close()
    assert answer.status == 400
    dropped = re.search(r'clients_dropped_total\{reason="number"\} (\d+)', text)
    assert dropped
    assert int(dropped[1]) >= 80


async def test_probes_of_every_service_have_the_same_bounds(tmp_path: Path) -> None:
    runner = await serve_probes(ProbeSettings(port=0), Metrics("enrich", "test"), Health("broker"))
    port = runner.addresses[0][1]
    try:
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(120)]
        found = await ask(port, request(b"", method="GET", path="/live"))
        missing = await ask(port, request(b"", method="GET", path="/"))
        for _, writer in opened:
            writer.close()
    finally:
        await runner.cleanup()
    assert found.status == 200
    assert found.headers["server"] == "pactwire"
    assert missing.status == 404
    assert missing.problem
