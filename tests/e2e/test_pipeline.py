"""The whole pipeline as processes: articles in, verified webhooks out, whatever is killed."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from pactwire.settings import BrokerSettings
from pipeline_process import SERVICES, pipeline
from sample_stories import CHANGES, unrelated
from witness import Witness, check_count


def test_an_article_becomes_one_verified_webhook_and_a_repeat_becomes_nothing(
    fresh: BrokerSettings, tmp_path: Path
) -> None:
    with Witness(fresh) as witness, pipeline(fresh, tmp_path) as running:
        running.watch_everything(witness)
        witness.send(running.api, CHANGES[0])
        first = witness.settle()
        for paper in range(1, 10):
            report = {"url": f"https://paper{paper}.example/1", "source": f"P{paper}"}
            witness.send(running.api, CHANGES[0] | report, news=False)
        then = witness.settle()
        members = running.pactwire("memberships", "BT", "--json")
        (alerts,) = witness.published().values()
        ((_, _, body),) = witness.receiver.got
    assert (first.published, first.posted) == (1, 1)
    assert (then.lost, then.told_twice, then.unasked, then.repeated) == ((), (), (), 0)
    assert len(alerts) == 1
    assert witness.receiver.refused == []
    assert body["type"] == "membership.join.effective"
    assert body["data"]["development"]["member"]["iso2"] == "BT"
    quote = body["data"]["evidence"][0]["quote"]
    assert "formally joined Mercosur" in quote or "joins Mercosur" in quote
    assert all(f"paper{paper}.example" in members for paper in range(1, 10))


@pytest.mark.fault("processes")
def test_with_each_service_killed_once_nothing_is_lost_and_nothing_is_alerted_twice(
    fresh: BrokerSettings, tmp_path: Path, record_property: Any
) -> None:
    with Witness(fresh) as witness, pipeline(fresh, tmp_path) as running:
        running.watch_everything(witness)
        others = [unrelated(number) for number in range(10)]
        with witness.sending(running.api, CHANGES, others, pause=0.1):
            for service in SERVICES:
                time.sleep(2)
                running.signal(service, signal.SIGKILL)
        check_count(witness.settle(), record_property)
        assert witness.receiver.refused == []
