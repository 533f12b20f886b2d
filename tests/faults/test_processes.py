"""Each service is killed, frozen, stopped in order, joined by a second: by every store."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pactwire.settings import BrokerSettings
from pipeline_process import SERVICES, Pipeline, pipeline
from sample_stories import CHANGES, unrelated
from service_process import service
from witness import Witness, check_count

pytestmark = [pytest.mark.long, pytest.mark.fault("processes")]

OTHERS = [unrelated(number) for number in range(10)]
FROZEN = 8.0
"""Seconds, longer than the session with the broker: the partitions go, and come back."""


def kill(running: Pipeline, name: str) -> None:
    running.signal(name, signal.SIGKILL)
    time.sleep(1.5)


def freeze(running: Pipeline, name: str) -> None:
    running.signal(name, signal.SIGSTOP)
    time.sleep(FROZEN)
    running.signal(name, signal.SIGCONT)


def stop(running: Pipeline, name: str) -> None:
    running.signal(name, signal.SIGTERM)
    time.sleep(1.5)


@pytest.mark.parametrize("harm", [kill, freeze, stop])
def test_whatever_happens_to_each_service_in_turn_nothing_is_lost_and_nothing_told_twice(
    brief: BrokerSettings,
    store_env: dict[str, str],
    tmp_path: Path,
    record_property: Any,
    harm: Callable[[Pipeline, str], None],
) -> None:
    with Witness(brief) as witness, pipeline(brief, tmp_path, store_env) as running:
        running.watch_everything(witness)
        with witness.sending(running.api, CHANGES, OTHERS, pause=0.15):
            for name in SERVICES:
                harm(running, name)
        check_count(witness.settle(), record_property)


@pytest.mark.fault("races")
def test_a_second_process_of_each_stage_comes_and_goes(
    brief: BrokerSettings, store_env: dict[str, str], tmp_path: Path, record_property: Any
) -> None:
    with Witness(brief) as witness, pipeline(brief, tmp_path, store_env) as running:
        running.watch_everything(witness)
        settings = {
            "PACTWIRE_STATE": str(tmp_path), "PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS": "127.0.0.1",
            **store_env,
        }  # fmt: skip
        with witness.sending(running.api, CHANGES, OTHERS, pause=0.15):
            for name, ends in zip(SERVICES[1:], ("killed", "stopped", "killed"), strict=True):
                with service(name, brief, tmp_path / "second", **settings) as second:
                    time.sleep(1)
                    if ends == "killed":
                        second.kill()
        check_count(witness.settle(), record_property)
