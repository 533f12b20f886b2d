"""The programs in the docs run as they stand."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kafka import KafkaProducer

from broker_choice import TestBroker
from kafka_python_client import Tail
from pactwire.domain.delivery.signature import encode_secret, sign_headers
from pactwire_schemas import ALERTS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def program(page: str) -> str:
    return CODE.findall((ROOT / "docs" / page).read_text())[0]


def test_the_documented_subscriber_prints_an_alert_and_its_quote(
    broker: TestBroker, tail: Callable[..., Tail], tmp_path: Path, prefix: str
) -> None:
    code = program("subscribing.md").replace('"my-desk"', f'"{prefix}"')
    code = code.replace('auto_offset_reset="earliest"', 'auto_offset_reset="latest"')
    env = {**os.environ, "BROKER": broker.bootstrap, "PYTHONUNBUFFERED": "1"}
    log = tmp_path / "out"
    with log.open("wb") as out:
        subscriber = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=out)
    alert = ALERTS.decode((ROOT / "schemas/examples/news.alerts.v1.json").read_bytes())
    record = ALERTS.encode(alert)
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, enable_idempotence=False)
    deadline = time.monotonic() + 25
    while alert.headline not in log.read_text():
        assert time.monotonic() < deadline
        assert subscriber.poll() is None
        producer.send(ALERTS.name, record.value, record.key, headers=list(record.headers))
        producer.flush()
        time.sleep(0.5)
    subscriber.terminate()
    subscriber.wait(10)
    producer.close()
    assert alert.evidence[0].quote in log.read_text()
    assert log.read_text().startswith("high")


def test_the_documented_receiver_verifies_a_request() -> None:
    names: dict[str, Callable[..., object]] = {}
    exec(program("webhooks.md"), names)
    secret = encode_secret(bytes(range(32)))
    headers = sign_headers([secret], "m1", datetime.now(UTC), b'{"type": "endpoint.test"}')
    body = names["receive"](secret, b'{"type": "endpoint.test"}', headers)
    assert body == {"type": "endpoint.test"}
