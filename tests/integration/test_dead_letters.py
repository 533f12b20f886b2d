"""Broken records straight onto the articles' topic, and what people can do with them after."""

import json
import subprocess
import sys
from collections.abc import Callable
from gzip import compress
from pathlib import Path
from typing import Any

import pytest

from kafka_python_client import Tail, put
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES, ENRICHED, Article, Source
from sample_events import START
from service_process import environment, service

pytestmark = pytest.mark.usefixtures("broker")

GOOD = {
    "article_id": "k", "source": {"name": "The Test Courier"}, "headline": "A headline",
    "body": "Some words.", "received_at": "2026-03-01T12:00:00Z", "content_hash": "c",
}  # fmt: skip
WHOLE = json.dumps(GOOD).encode()


def but(**fields: Any) -> bytes:
    return json.dumps(GOOD | fields).encode()


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in GOOD.items() if key != name}).encode()


BROKEN: dict[str, bytes | None] = {
    "not UTF-8": b"\xff\xfe\xfa\x00\x9c",
    "UTF-16": WHOLE.decode().encode("utf-16"),
    "Latin-1 inside": but().replace(b"Some words", "Ça marche".encode("latin-1")),
    "UTF-8 cut off": '{"article_id": "k", "headline": "é'.encode()[:-1],
    "byte order mark": b"\xef\xbb\xbf" + WHOLE,
    "compressed": compress(WHOLE),
    "empty": b"",
    "no value": None,
    "white space": b" \n\t ",
    "null": b"null",
    "true": b"true",
    "a number": b"42",
    "a string": b'"an article"',
    "a list": b"[" + WHOLE + b"]",
    "an empty object": b"{}",
    "an open object": WHOLE[:-1],
    "cut in half": WHOLE[: len(WHOLE) // 2],
    "something behind it": WHOLE + b" and more",
    "two of them": WHOLE + b"\n" + WHOLE,
    "single quotes": WHOLE.replace(b'"', b"'"),
    "a trailing comma": WHOLE[:-1] + b",}",
    "a comment": b"/* article */" + WHOLE,
    "NaN": WHOLE[:-1] + b', "version": NaN}',
    "Infinity": WHOLE[:-1] + b', "version": -Infinity}',
    "a version of words": but(version="one"),
    "half a version": but(version=1.5),
    "a version of 5000 digits": WHOLE[:-1] + b', "version": ' + b"9" * 5000 + b"}",
    "a number as id": but(article_id=7),
    "no id": without("article_id"),
    "null as id": but(article_id=None),
    "a string as source": but(source="The Test Courier"),
    "a source without a name": but(source={"domain": "courier.example"}),
    "a tier out of range": but(source={"name": "s", "tier": 9}),
    "a country that is no code": but(source={"name": "s", "country": "Syria"}),
    "no moment": without("received_at"),
    "a moment without zone": but(received_at="2026-03-01T12:00:00"),
    "a moment of words": but(received_at="yesterday"),
    "a moment that never was": but(received_at="2026-02-30T12:00:00Z"),
    "an unknown status": but(pub_status="deleted"),
    "a list as body": but(body=["Some", "words"]),
    "an object as headline": but(headline={"en": "A headline"}),
    "ten thousand lists": b"[" * 10_000 + b"]" * 10_000,
    "ten thousand objects in a field": but().replace(
        b'"Some words."', b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    ),
    "depth in a field nobody knows": WHOLE[:-1] + b', "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "half a surrogate pair": WHOLE.replace(b"Some words", rb"Some \ud83d words"),
    "a bare line break": WHOLE.replace(b"Some words", b"Some\nwords"),
    "a NUL": WHOLE.replace(b"Some words", b"Some\x00words"),
    "as large as the topic takes": b"x" * (ARTICLES.max_bytes - 300),
}
"""Records under the right key, by what is wrong with them."""
MISPLACED = {"no key": None, "an empty key": b"", "another's key": b"j", "odd bytes": b"\xff\x00"}
"""Good values under these keys."""
MISTYPED = ("news.article.v2", "news.alert.v1", "", "\u202earticle")
"""Good values that say they are something else."""


class Command:
    """`pactwire dead ...` as people run it."""

    def __init__(self, broker: BrokerSettings, state: Path) -> None:
        self.env = environment(broker, state)

    def run(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        command = [sys.executable, "-m", "pactwire", "dead", *words]
        return subprocess.run(command, env=self.env, capture_output=True, timeout=60, check=False)

    def rows(self, *words: str) -> list[dict[str, Any]]:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def good(name: str) -> tuple[bytes, bytes]:
    one = Article(
        article_id=name, source=Source(name="s"), headline="Peru", received_at=START,
        content_hash="c",
    )  # fmt: skip
    record = ARTICLES.encode(one)
    return record.key, record.value


def header(record: Any, name: str) -> str:
    return (dict(record.headers)[name] or b"").decode()


def test_every_broken_record_lies_in_dead_as_it_was_and_good_neighbours_pass(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    assert len(BROKEN) + len(MISPLACED) + len(MISTYPED) >= 40
    articles, letters, enriched = tail(ARTICLES.name), tail(ARTICLES.dead), tail(ENRICHED.name)
    mixed: list[tuple[bytes | None, bytes | None]] = []
    for number, value in enumerate(BROKEN.values()):
        mixed += [(b"k", value), good(f"neighbour-{number}")]
    put(fresh, ARTICLES.name, [*mixed, *((key, WHOLE) for key in MISPLACED.values())])
    for told in MISTYPED:
        put(fresh, ARTICLES.name, [(b"k", WHOLE)], [("ce_type", told.encode()), ("own", b"1")])
    bad = len(BROKEN) + len(MISPLACED) + len(MISTYPED)

    with service("enrich", fresh, tmp_path) as running:
        dead = letters.take(bad)
        passed = {record.key for record in enriched.take(len(BROKEN))}
        bugs = running.metric("pactwire_events_processed_total", {"fate": "bug"})

    assert len(dead) == bad
    assert passed == {good(f"neighbour-{number}")[0] for number in range(len(BROKEN))}
    original = {(r.partition, r.offset): r for r in articles.take(bad + len(BROKEN))}
    for letter in dead:
        place = (
            int(header(letter, "dlq.original.partition")),
            int(header(letter, "dlq.original.offset")),
        )
        was = original[place]
        assert (letter.key, letter.value) == (was.key, was.value)
        assert header(letter, "dlq.original.topic") == ARTICLES.name
        assert header(letter, "dlq.original.timestamp") == str(was.timestamp)
        assert header(letter, "dlq.error.class") == "NotOfThisTopic"
        assert 0 < len(header(letter, "dlq.error.message").encode()) <= 512
        assert header(letter, "dlq.consumer.group") == f"{fresh.client_prefix}.enrich"
        assert [h for h in letter.headers if not h[0].startswith("dlq.")] == list(was.headers)
    assert bugs == 0


def test_a_dead_letter_is_listed_shown_replayed_and_dropped(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    letters, articles = tail(ARTICLES.dead), tail(ARTICLES.name)
    dead = Command(fresh, tmp_path)
    put(fresh, ARTICLES.name, [(b"k", b"\xff\x00 first"), (b"k", b"second")], [("own", b"1")])
    with service("enrich", fresh, tmp_path):
        first, second = letters.take(2)
        articles.take(2)
        ids = [f"{ARTICLES.dead}/{one.partition}/{one.offset}" for one in (first, second)]
        listed = {row["id"]: row for row in dead.rows("list", "--topic", ARTICLES.name)}
        shown = dead.run("show", ids[0], "--raw").stdout
        told = dead.rows("show", ids[0])[0]
        replayed = dead.run("replay", ids[0])
        again = letters.until(lambda got: any(one.value is not None for one in got))
        (back,) = articles.take(1)
    dropped = dead.run("drop", ids[1])
    left = {row["id"] for row in dead.rows("list", "--topic", ARTICLES.name)}
    settled = {row["id"]: row["state"] for row in dead.rows("list", "--all")}

    assert listed[ids[0]]["state"] == "open"
    assert listed[ids[0]]["stage"] == "enrich"
    assert listed[ids[0]]["origin"].startswith(f"{ARTICLES.name}/")
    assert shown == b"\xff\x00 first"
    assert told["headers"]["own"] == "1"
    assert replayed.returncode == 0
    assert (back.key, back.value) == (b"k", b"\xff\x00 first")
    assert dict(back.headers) == {"own": b"1", "dlq.replay.count": b"1"}
    anew = next(one for one in again if one.value is not None)
    assert header(anew, "dlq.replay.count") == "1"
    assert dropped.returncode == 0
    assert not left & set(ids)
    assert (settled[ids[0]], settled[ids[1]]) == ("replayed", "dropped")


def test_a_sixth_replay_is_refused(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    letters = tail(ARTICLES.dead)
    put(fresh, ARTICLES.dead, [(b"k", b"still broken")], [("dlq.replay.count", b"5")])
    (letter,) = letters.take(1)
    name = f"{ARTICLES.dead}/{letter.partition}/{letter.offset}"
    dead = Command(fresh, tmp_path)

    refused = dead.run("replay", name)

    assert refused.returncode == 1
    assert b"replayed 5 times already" in refused.stdout
    assert name in {row["id"] for row in dead.rows("list")}
    assert dead.run("drop", name).returncode == 0


def test_a_letter_of_which_only_the_head_was_kept_is_shown_so_and_not_replayed(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    articles, letters = tail(ARTICLES.name), tail(ARTICLES.dead)
    put(fresh, ARTICLES.dead, [(b"k", b"the head of")], [
        ("dlq.original.length", b"6000000"), ("dlq.original.sha256", b"0" * 64),
        ("dlq.original.partition", b"2"), ("dlq.original.offset", b"77"),
    ])  # fmt: skip
    (letter,) = letters.take(1)
    name = f"{ARTICLES.dead}/{letter.partition}/{letter.offset}"
    dead = Command(fresh, tmp_path)

    (row,) = [row for row in dead.rows("list") if row["id"] == name]
    refused = dead.run("replay", name)

    assert (row["size"], row["whole"]) == (6_000_000, False)
    assert refused.returncode == 1
    assert f"the whole record is at {ARTICLES.name}/2/77".encode() in refused.stdout
    assert articles.silence(0.5) == []
    assert dead.run("drop", name).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "news.articles.v1/0/1"), b"is no dead letter's id"),
        (("show", "news.articles.v1.dead/0/99999999"), b"there is no dead letter"),
        (("replay",), b"name dead letters, or give --every"),
        (("drop", "x.dead/0/0", "--every"), b"name dead letters, or give --every"),
    ],
)
def test_misuse_is_one_sentence_and_exit_2(
    broker_settings: BrokerSettings, tmp_path: Path, words: tuple[str, ...], said: bytes
) -> None:
    done = Command(broker_settings, tmp_path).run(*words)

    assert done.returncode == 2
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
