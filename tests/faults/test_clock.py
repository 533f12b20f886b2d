"""The wall clock of all services is set back by an hour, and on again, while articles flow."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from pactwire.settings import BrokerSettings
from pipeline_process import pipeline, until
from sample_stories import CHANGES
from witness import PATIENCE, Witness, check_count

pytestmark = [pytest.mark.long, pytest.mark.fault("clock")]

SKEWED = Path(__file__).parent / "skewed"
HOUR = 3600


def test_a_clock_that_is_set_back_and_on_again_tells_nothing_twice(
    brief: BrokerSettings, store_env: dict[str, str], tmp_path: Path, record_property: Any
) -> None:
    skew = tmp_path / "skew"
    path = f"{SKEWED}:{os.environ.get('PYTHONPATH', '')}"
    often = {"PACTWIRE_DELIVER__RETRY_SCHEDULE": str([2] * 60)}
    env = {**store_env, **often, "SKEW": str(skew), "PYTHONPATH": path}
    with Witness(brief) as witness, pipeline(brief, tmp_path, env) as running:
        running.watch_everything(witness)
        with witness.sending(running.api, CHANGES[:40]):
            for offset in (-HOUR, HOUR, 0, -HOUR):
                time.sleep(2)
                skew.write_text(str(offset))
        time.sleep(2)
        assert any("timestamp" in why.lower() for why in witness.receiver.refused), "it was set"
        skew.write_text("0")
        check_count(witness.settle(), record_property)
        skew.write_text(str(-HOUR))
        witness.send(running.api, CHANGES[0] | {"pub_status": "canceled"})
        skew.write_text("0")
        until(lambda: any(witness.posted("desk", "cancel").values()), PATIENCE, running.logs)
        witness.settle()
    canceled = witness.published("cancel"), witness.posted("desk", "cancel")
    assert [len(ids) for found in canceled for ids in found.values()] == [1, 1]
