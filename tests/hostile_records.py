"""Records that nobody should send, over all topics: values, keys, headers, times, compressions.

Made from the contract's own examples and a seed, so that a run can be repeated.
"""

import json
import random
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from confluent_kafka import Producer
from kafka import KafkaProducer

from pactwire.edges.kafka.admin import client_options
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.settings import BrokerSettings
from pactwire_schemas import Topic

EXAMPLES = Path(__file__).parents[1] / "schemas" / "examples"
HUGE = 6 * 1024 * 1024
CODECS = ("none", "gzip", "snappy", "lz4", "zstd")

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**31, 2**63, 10**20, 10**400, -(10**20), 1e308, float("nan"),
    float("inf"), "", " ", "\x00", "a\x00b", "\ud83d", "\u202e\u2066", "x" * 100_000, "é" * 3000,
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00:00+23:59",
    "1970-01-01", "not a date", "A" * 5000, "%s%n", "'; DROP TABLE ledger; --", "../../etc/passwd",
    [], [[]], {}, {"": None}, [None] * 1000, "http://[::1", "https://x/" + "y" * 5000, "=" * 7,
)  # fmt: skip


@dataclass(frozen=True)
class HostileRecord:
    """A record, and how it is to be written."""

    what: str
    topic: str
    value: bytes | None
    key: bytes | None = b"hostile"
    headers: tuple[tuple[str, bytes | None], ...] = ()
    codec: str = "none"
    timestamp: int = 0
    bad_header_name: bool = False


class NotUtf8(str):
    """The name of a header that only a client with other manners can write."""

    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        return b"\xff\xfe\x00name"


def hostile_records(topic: Topic[Any], seed: int, mutations: int) -> Iterator[HostileRecord]:
    """Records for one topic: mutated events under the right key, and what no event is."""
    chance = random.Random(f"{seed} {topic.name}")
    example = json.loads((EXAMPLES / f"{topic.name}.json").read_text())
    for number in range(mutations):
        document = json.loads(json.dumps(example))
        changed = [mutate(document, chance) for _ in range(chance.choice((1, 1, 1, 2, 5)))]
        yield event_record(topic, f"{number}: {'; '.join(changed)}", document)
    yield from odd_shapes(topic, json.dumps(example).encode())


def mutate(document: Any, chance: random.Random) -> str:
    """Put a hostile value in a place of the document; says where and what."""
    place, path = document, []
    while True:
        keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        path.append(str(key))
        below = place[key]
        if isinstance(below, dict | list) and below and chance.random() < 0.8:
            place = below
            continue
        place[key] = deepcopy(chance.choice(VALUES))
        return f"{'.'.join(path)} = {place[key]!r:.30}"


def event_record(topic: Topic[Any], what: str, document: Any) -> HostileRecord:
    """The document as a record, under the key that its event has, if it still is one."""
    value = json.dumps(document).encode()
    try:
        key = topic.key(topic.decode(value)).encode("utf-8", "replace")
    except ValueError:
        key = b"hostile"
    return HostileRecord(what, topic.name, value, key)


def odd_shapes(topic: Topic[Any], good: bytes) -> Iterator[HostileRecord]:
    """Shapes that a parser, a client or the dead-letter topic may stumble over."""
    plain = HostileRecord("", topic.name, good)
    yield replace(plain, what="no value", value=None)
    yield replace(plain, what="no key, no value", key=None, value=None)
    yield replace(plain, what="bytes", value=bytes(range(256)) * 100)
    yield replace(plain, what="a large key", key=b"k" * 900_000)
    yield replace(plain, what="a number of 100,000 digits", value=b"9" * 100_000)
    yield replace(plain, what="deep lists", value=b"[" * 400_000)
    yield replace(plain, what="as large as fits", value=b"x" * (topic.max_bytes - 400))
    yield replace(plain, what="10,000 headers", headers=(("h", b"v"),) * 10_000)
    yield replace(plain, what="a large header", headers=(("h", b"v" * 900_000),))
    yield replace(plain, what="a large header, compressed", headers=(("h", b"v" * HUGE),),
                  codec="gzip")  # fmt: skip
    yield replace(
        plain, what="null and empty headers", headers=(("", None), ("", b""), ("a", None))
    )
    yield replace(plain, what="forged headers", headers=tuple(
        (name, b"\xff") for name in ("dlq.original.topic", "dlq.mark", "dlq.replay.count",
                                     "ce_type", "ce_id", "ce_time", "traceparent")
    ))  # fmt: skip
    yield replace(plain, what="a header that is no UTF-8", bad_header_name=True)
    yield replace(plain, what="a time before all time", timestamp=1)
    for codec in CODECS[1:]:
        yield replace(plain, what=f"{codec}", codec=codec)
        yield replace(plain, what=f"6 MB in {codec}", codec=codec, value=b" " * HUGE)
        yield replace(plain, what=f"100 MB in {codec}", codec=codec, value=b"0" * 100 * 1024**2)
        yield replace(plain, what=f"a large key in {codec}", codec=codec, key=b"k" * HUGE)


def list_articles(records: Iterable[HostileRecord], topics: Iterable[Topic[Any]]) -> Iterator[str]:
    """The ids of the articles that those records tell of which are events all the same."""
    by_name = {topic.name: topic for topic in topics}
    for one in records:
        try:
            event: Any = by_name[one.topic].decode(one.value or b"")
        except ValueError:
            continue
        claim = getattr(event, "claim", event)
        yield getattr(claim, "article", claim).article_id


def write_hostile(broker: BrokerSettings, records: list[HostileRecord]) -> list[HostileRecord]:
    """Write the records, each in a batch of its own; gives those that the broker took."""
    producers = {
        codec: Producer(
            {
                **librdkafka_config(broker, "tests"),
                "compression.type": codec,
                "message.max.bytes": 500_000_000,
                "linger.ms": 0,
                "acks": "all",
            }
        )
        for codec in CODECS
    }
    return [one for one in records if wrote(broker, producers[one.codec], one)]


def wrote(broker: BrokerSettings, producer: Producer, record: HostileRecord) -> bool:
    """Whether the broker took it."""
    if record.bad_header_name:
        client = KafkaProducer(**client_options(broker, "tests"), acks="all")
        headers = [(NotUtf8("name"), b"v")]
        client.send(record.topic, key=record.key, value=record.value, headers=headers).get(30)
        client.close()
        return True
    failures: list[Any] = []
    producer.produce(
        record.topic, record.value, record.key, headers=list(record.headers),
        timestamp=record.timestamp,
        on_delivery=lambda error, _: failures.append(error) if error else None,
    )  # fmt: skip
    producer.flush(30)
    return not failures
