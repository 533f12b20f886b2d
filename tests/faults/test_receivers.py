"""Endpoints that hang, and endpoints that answer with what nobody should, beside healthy ones."""

import time
from pathlib import Path
from typing import Any

import pytest

from pactwire.settings import BrokerSettings
from pipeline_process import pipeline
from raw_receiver import response
from sample_stories import CHANGES
from witness import Witness, check_count

pytestmark = pytest.mark.long

HEALTHY = ("desk", "archive", "wire")
ODD = {
    "never": response("503 Later", "Retry-After: Mon, 01 Jan 2030 00:00:00 +99999999999999999999"),
    "super": response("200 OK", "Retry-After: ²"),
    "gzip": response("200 OK", "Content-Encoding: gzip", body=b"no gzip"),
    "control": response("200 OK", b"X-Odd: \x00\xff\x1b[31m"),
    "nothttp": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "nothing": b"",
    "endless": b"HTTP/1.1 200 OK\r\n" + b"X-More: " + b"y" * 100_000 + b"\r\n\r\n",
    "status": response("99999999999999999999 OK"),
    "length": response("200 OK", "Content-Length: -1"),
    "away": response("302 Found", "Location: http://169.254.169.254/"),
    "gone": response("410 Gone"),
}
HANGING = tuple(f"hang{number}" for number in range(10))
PATIENT = {"PACTWIRE_DELIVER__TOTAL_TIMEOUT": "60"}


@pytest.mark.fault("receivers")
def test_hostile_answers_end_no_delivery_to_the_others(
    brief: BrokerSettings, store_env: dict[str, str], tmp_path: Path, record_property: Any
) -> None:
    answers = {f"/{name}": raw for name, raw in ODD.items()}
    with (
        Witness(brief, answers, HEALTHY) as witness,
        pipeline(brief, tmp_path, store_env) as running,
    ):
        running.watch_everything(witness, *ODD)
        before = running.pid("deliver")
        with witness.sending(running.api, CHANGES[:20], pause=0.1):
            time.sleep(1)
        check_count(witness.settle(), record_property)
        assert running.pid("deliver") == before
        assert witness.receiver.asked.keys() >= answers.keys()
        assert running.is_ready("deliver")


@pytest.mark.fault("pace")
def test_endpoints_that_hang_starve_nobody(
    brief: BrokerSettings, tmp_path: Path, record_property: Any
) -> None:
    with (
        Witness(brief, endpoints=HEALTHY) as witness,
        pipeline(brief, tmp_path, PATIENT) as running,
    ):
        running.watch_everything(witness, *HANGING)
        with witness.sending(running.api, CHANGES[:30], pause=0.1):
            time.sleep(1)
        check_count(witness.settle(), record_property)
        assert all(witness.receiver.asked[f"/{name}"] for name in HANGING)
