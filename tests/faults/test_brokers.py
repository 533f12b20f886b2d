"""The broker is killed and frozen while articles flow; services wait, and go on where they were."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broker_choice import has_java_and_maven, with_jars
from pactwire.edges.kafka import topics
from pactwire.edges.local import brokers
from pactwire.settings import BrokerSettings
from pipeline_process import SERVICES, pipeline
from sample_stories import CHANGES, unrelated
from witness import Witness, check_count

pytestmark = [
    pytest.mark.long, pytest.mark.fault("broker"),
    pytest.mark.skipif(not has_java_and_maven(), reason="needs Java and Maven"),
]  # fmt: skip

AWAY = 12.0
"""Seconds without a broker: two checks of the lag and more, below a minute without progress."""


class OwnBroker:
    """A Kafka of one run; started again it is the same, on the same port."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._base = BrokerSettings(client_prefix="faults", session_timeout=6.0)
        self._broker = brokers.start("kafka", state, self._base)
        self.settings = self._broker.settings
        topics.ensure_topics(self.settings)

    def kill_and_restart(self) -> None:
        """SIGKILL, some time, and again."""
        assert self._broker.pid
        os.kill(self._broker.pid, signal.SIGKILL)
        self._broker.stop()  # there is nothing left but its entry among the processes
        time.sleep(AWAY)
        port = int(self.settings.bootstrap.rpartition(":")[2])
        self._broker = brokers.start("kafka", self._state, self._base, port)

    def freeze(self) -> None:
        """It stands still and keeps its connections."""
        assert self._broker.pid
        os.kill(self._broker.pid, signal.SIGSTOP)
        time.sleep(AWAY)
        os.kill(self._broker.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it."""
        self._broker.stop()


@pytest.mark.parametrize("harm", [OwnBroker.kill_and_restart, OwnBroker.freeze])
def test_the_broker_goes_and_comes_back(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Any,
    harm: Callable[[OwnBroker], None],
) -> None:
    cache = Path(request.config.cache.mkdir("kafka"))  # type: ignore[union-attr]
    own = OwnBroker(with_jars(tmp_path / "broker", cache))
    try:
        with (
            Witness(own.settings) as witness,
            pipeline(own.settings, tmp_path) as running,
        ):
            running.watch_everything(witness)
            others = [unrelated(number) for number in range(10)]
            with witness.sending(running.api, CHANGES, others):
                time.sleep(2)
                harm(own)
            running.until_ready()
            check_count(witness.settle(), record_property)
            logs = running.logs()
    finally:
        own.stop()
    assert "KeyError" not in logs
    assert "Traceback" not in logs
    assert "ends before offset" not in logs
    assert all(f"{name}.log" in logs for name in SERVICES)
