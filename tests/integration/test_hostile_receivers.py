"""Whatever a receiver answers is the outcome of that attempt, and of nothing else."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import update

import pactwire.deliver.record as record_module
from delivering import add, alert, dispatching, enqueue, last_attempts, states, until
from pactwire.deliver.app import open_webhook_session
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.edges.http.webhook import post_webhook
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.delivery_tables import deliveries
from pactwire.edges.store.endpoints import get_endpoint
from pactwire.settings import DeliverSettings
from raw_receiver import raw_receiver, response

OK = "200 OK"

SUCCESSES = {
    "plain": response(OK),
    "created": response("201 Created", "Location: http://[::1"),
    "odd-2xx": response("299 Odd"),
    "no-reason": response("204"),
    "retry-after-superscript": response(OK, "Retry-After: ²"),
    "retry-after-overflow": response(
        OK, "Retry-After: Mon, 01 Jan 2030 00:00:00 +99999999999999999999"
    ),
    "retry-after-digits": response(OK, "Retry-After: " + "9" * 5000),
    "gzip": response(OK, "Content-Encoding: gzip", body=b"no gzip"),
    "brotli": response(OK, "Content-Encoding: br", body=b"no brotli"),
    "zstd": response(OK, "Content-Encoding: zstd", body=b"no zstd"),
    "encoding-unknown": response(OK, "Content-Encoding: rot13"),
    "charset-unknown": response(OK, "Content-Type: text/plain; charset=none", body=b"\xff\xfe"),
    "content-type": response(OK, "Content-Type: ;;=//"),
    "cookie": response(OK, "Set-Cookie: =;;;\x7f", "Set-Cookie: a=b; Max-Age=x; Expires=y"),
    "long-header": response(OK, "X: " + "a" * 60_000),
    "longer-header": response(OK, "X: " + "a" * 200_000),
    "many-headers": response(OK, *(f"X-{number}: a" for number in range(5000))),
    "latin-header": response(OK, b"X: \xff\xfe"),
    "control-header": response(OK, b"X: a\x00\x01b"),
    "blank-in-name": response(OK, "X Y: a"),
    "no-colon": response(OK, "garbage"),
    "no-name": response(OK, ": a"),
    "folded": response(OK, "X: a\r\n b"),
    "negative-length": response(OK, "Content-Length: -1", framed=False),
    "length-no-number": response(OK, "Content-Length: many", framed=False),
    "two-lengths": response(OK, "Content-Length: 2", "Content-Length: 3", framed=False),
    "length-and-chunks": response(OK, "Transfer-Encoding: chunked"),
    "bad-chunk": response(OK, "Transfer-Encoding: chunked", body=b"zz\r\n", framed=False),
    "cut-off": response(OK, "Content-Length: 100", framed=False),
    "body-of-204": response("204 No Content", body=b"surprise"),
    "reason-of-bytes": b"HTTP/1.1 200 \xff\xfe\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "early-hints": b"HTTP/1.1 103 Early Hints\r\n\r\n" + response(OK),
    "http-1.0": response(OK).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "bare-line-feeds": response(OK).replace(b"\r\n", b"\n"),
}
FAILURES: dict[str, tuple[bytes, str, int | None]] = {
    "redirect": (response("302 Found", "Location: http://[::1"), "redirected", 302),
    "client-error": (response("400 Bad", "Retry-After: ²"), "rejected", 400),
    "error-of-bytes": (response("400 Bad", "X Y: a"), "rejected", 400),
    "throttled": (response("429 Slow", "Retry-After: " + "9" * 5000), "throttled", 429),
    "throttled-at-no-date": (
        response("503 Busy", "Retry-After: Mon, 99 Jan 99999 00:00:00 +9999999999"), "failed", 503,
    ),
    "nul": (response("500 Oops", body=b"a\x00b\x1b[31m\xff\xed\xa0\x80"), "failed", 500),
    "gzip-error": (response("500 Oops", "Content-Encoding: gzip"), "failed", 500),
    "status-999": (response("999 Odd"), "failed", 999),
    "switching": (response("101 Switching", "Upgrade: websocket"), "failed", 101),
    "status-of-four": (response("2000 Odd"), "unreachable", None),
    "no-http": (b"220 mail.example ESMTP\r\n\r\n", "unreachable", None),
    "nothing": (b"", "unreachable", None),
    "half-a-line": (b"HTTP/1.1 20", "unreachable", None),
}  # fmt: skip
NO_ADDRESSES = (
    "", "nonsense", "http://", "http://[::1", "http://host:99999/", "https://exa mple.org/",
    "http://a..b/", "http://" + "a" * 70 + ".example/", "http://\ud800/", "http://%zz/", "ftp://h/",
    "http://xn--\u00e4/", "//", "http://1.2.3.4.5.invalid/", "https://127.0.0.1:1/",
)  # fmt: skip


@asynccontextmanager
async def posting(**given: Any) -> AsyncIterator[Callable[[str], Any]]:
    settings = DeliverSettings(allow_private_targets=True, total_timeout=5, **given)
    async with open_webhook_session(settings) as session:

        async def post(url: str) -> AttemptResult:
            return await post_webhook(session, url, {}, b"{}", datetime.now(UTC))

        yield post


@pytest.mark.fault("receivers")
async def test_2xx_is_a_success_whatever_headers_and_body_are() -> None:
    async with raw_receiver(SUCCESSES) as receiver, posting() as post:
        ended = {name: await post(f"{receiver.url}/{name}") for name in SUCCESSES}
    assert {name: (one.outcome, one.error) for name, one in ended.items()} == dict.fromkeys(
        SUCCESSES, ("delivered", None)
    )


async def test_a_success_whose_body_never_ends_is_a_success() -> None:
    left = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        await reader.read()
        writer.close()
        left.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server, posting() as post:
        ended = await post(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await left.wait()
    assert (ended.outcome, ended.status_code) == ("delivered", 200)


async def test_every_other_answer_is_an_outcome_with_its_status() -> None:
    answers = {name: answer for name, (answer, _, _) in FAILURES.items()}
    async with raw_receiver(answers) as receiver, posting() as post:
        ended = {name: await post(f"{receiver.url}/{name}") for name in FAILURES}
    assert {name: (one.outcome, one.status_code) for name, one in ended.items()} == {
        name: (outcome, status) for name, (_, outcome, status) in FAILURES.items()
    }
    assert all(one.error and one.error.isprintable() for one in ended.values())


@pytest.mark.parametrize("url", NO_ADDRESSES)
async def test_what_is_no_address_is_an_outcome(url: str) -> None:
    async with posting() as post:
        ended = await post(url)
    assert ended.status_code is None
    assert ended.error


async def test_no_error_tells_the_address() -> None:
    key = "T0123/hush-hush-key"
    echo = response("404 Not Found", body=f"no such path: /hook/{key}?token=s3same-open".encode())
    async with raw_receiver({f"hook/{key}?token=s3same-open": echo}) as receiver, posting() as post:
        answered = await post(f"{receiver.url}/hook/{key}?token=s3same-open")
        unreachable = await post(f"http://127.0.0.1:1/hook/{key}?token=s3same-open")
        unresolved = await post(f"http://nowhere.invalid/hook/{key}?token=s3same-open")
    assert answered.error == "404: no such path: /hook/T0123/***?token=***"
    for ended in (unreachable, unresolved):
        assert ended.error
        assert "hush" not in ended.error
        assert "s3same" not in ended.error


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


async def test_a_certificate_that_will_not_do_is_an_outcome_with_its_reason(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    async with server, posting() as post:
        ended = await post(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook")
    assert ended.outcome == "unreachable"
    assert "certificate" in (ended.error or "")


async def test_tls_against_a_plain_port_is_an_outcome() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(response("400 Bad"))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, posting() as post:
        ended = await post(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook")
    assert (ended.outcome, ended.status_code) == ("unreachable", None)


@pytest.mark.fault("receivers")
async def test_no_receiver_ends_delivery_to_the_others(store: Store) -> None:
    answers = {name: answer for name, (answer, _, _) in FAILURES.items()} | {"good": response(OK)}
    async with raw_receiver(answers) as receiver:
        add(store, *(f"{receiver.url}/{name}" for name in answers))
        enqueue(store, alert(1, *answers))
        async with dispatching(store) as running:
            await until(lambda: last_attempts(store).keys() == answers.keys())
            enqueue(store, alert(2, "good"))
            await until(lambda: states(store, "good") == {"delivered": 2})
            assert not running.done()
    outcomes = {name: one.outcome for name, one in last_attempts(store).items()}
    assert outcomes == {"good": "delivered"} | {name: row[1] for name, row in FAILURES.items()}


async def test_a_stored_alert_that_no_longer_validates_is_an_outcome_that_blames_no_receiver(
    store: Store,
) -> None:
    async with raw_receiver({"desk": response(OK), "good": response(OK)}) as receiver:
        add(store, f"{receiver.url}/desk", f"{receiver.url}/good")
        enqueue(store, alert(1, "desk"), alert(2, "good"))
        with write_transaction(store) as tx:
            broken = update(deliveries).where(deliveries.c.endpoint_id == "desk")
            tx.execute(broken.values(body='{"alert_id": 1}'))
        async with dispatching(store):
            await until(lambda: last_attempts(store).keys() == {"desk", "good"})
        assert receiver.asked == ["/good"]
    ended = last_attempts(store)["desk"]
    assert (ended.outcome, ended.error) == ("failed", "failed here: ValidationError")
    with read_transaction(store) as tx:
        assert get_endpoint(tx, "desk").failing_since is None


async def test_a_programming_error_in_the_dispatcher_ends_it_loudly(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise AssertionError("a mistake of ours")

    monkeypatch.setattr(record_module, "next_step", broken)
    async with raw_receiver({"desk": response(OK)}) as receiver:
        add(store, f"{receiver.url}/desk")
        enqueue(store, alert(1, "desk"))
        async with dispatching(store) as running:
            await asyncio.wait([running], timeout=15)
    error = running.exception()
    assert isinstance(error, ExceptionGroup)
    assert error.subgroup(AssertionError)
