"""The Faust worker has the one safe configuration; each assertion guards what was measured."""

import re
import ssl
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from pactwire.edges.kafka import faust_settings, worker
from pactwire.settings import BrokerSettings

SECRET = "open-sesame-77"


def app(**broker: Any) -> Any:
    settings = BrokerSettings(**broker)
    made = worker._App("pactwire.enrich", **worker._faust_config(settings, "enrich"))
    made.fetch_wait = settings.fetch_wait
    return made


async def test_events_are_handled_at_least_once_and_committed_soon() -> None:
    conf = app().conf

    assert conf.processing_guarantee.value == "at_least_once"
    assert conf.broker_commit_interval == 0.2
    assert conf.consumer_auto_offset_reset == "earliest"


async def test_a_dead_worker_is_noticed_within_seconds_and_a_hung_one_within_two_minutes() -> None:
    conf = app(session_timeout=10).conf

    assert (conf.broker_session_timeout, conf.broker_heartbeat_interval) == (10, 3)
    assert conf.broker_max_poll_interval == 120
    assert faust_settings.heartbeat_interval(6) == 2


async def test_the_worker_opens_no_port_makes_no_topic_and_keeps_no_tables() -> None:
    made = app()

    assert not made.conf.web_enabled
    assert not made.conf.topic_allow_declare
    assert made.conf.topic_disable_leader
    assert made.conf.table_standby_replicas == 0
    assert not made.tables
    assert not made.conf.autodiscover
    assert not made.conf.cython_optimizations


async def test_the_group_is_named_after_the_stage() -> None:
    assert app().conf.id == "pactwire.enrich"


async def test_the_broker_may_hold_a_fetch_only_as_long_as_we_say() -> None:
    made = app(fetch_wait=0.01)
    thread = made.consumer._thread
    consumer = thread._create_worker_consumer(made.transport)

    assert consumer._fetch_max_wait_ms == 10
    await consumer.stop()
    thread.thread_loop.close()


async def test_every_server_is_known_and_no_url_has_a_name_or_password() -> None:
    conf = app(
        bootstrap="one:9092, two:9093", security="SASL_SSL", username="enrich",
        password=SecretStr(SECRET),
    ).conf  # fmt: skip

    assert [str(url) for url in conf.broker] == ["kafka://one:9092", "kafka://two:9093"]
    assert SECRET not in repr(conf.broker_credentials)
    assert conf.broker_credentials.protocol.value == "SASL_SSL"
    assert conf.broker_credentials.mechanism.value == "SCRAM-SHA-512"
    assert conf.broker_credentials.ssl_context.verify_mode == ssl.CERT_REQUIRED
    assert conf.broker_credentials.ssl_context.check_hostname


@pytest.mark.parametrize("protocol", ["SSL", "SASL_PLAINTEXT"])
async def test_the_protocol_is_the_one_that_was_set(protocol: str) -> None:
    conf = app(security=protocol, username="u", password=SecretStr(SECRET)).conf

    assert conf.broker_credentials.protocol.value == protocol


def test_the_unsafe_features_of_faust_are_used_nowhere() -> None:
    root = Path(worker.__file__).parent.parent
    unsafe = re.compile(
        r"faust\.Record|\.send_soon\(|sink=|\.take\([^)]*within|exactly_once|pickle|app\.Table"
    )
    found = [
        f"{path.name}: {line}"
        for path in root.rglob("*.py")
        for line in path.read_text().splitlines()
        if unsafe.search(line)
    ]

    assert found == []


async def test_a_worker_has_no_partitions_before_its_thread_has_a_consumer() -> None:
    made = app()
    assert made.consumer.assignment() == set()
    made.consumer._thread.thread_loop.close()
