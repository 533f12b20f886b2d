"""Hostile records on every topic and hostile senders at the door, between articles that flow."""

import json
import urllib.error
import urllib.request
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from hostile_records import hostile_records, list_articles, write_hostile
from kafka_python_client import Tail
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES, CLAIMS, DEVELOPMENTS, ENRICHED, MATCHES
from pipeline_process import pipeline
from sample_stories import CHANGES
from witness import PATIENCE, Witness, check_count

pytestmark = pytest.mark.long

READ = (ARTICLES, ENRICHED, CLAIMS, DEVELOPMENTS, MATCHES)
"""The topics of alerts are left out: the witness counts what is there."""
BAD = (
    {"version": 10**20}, {"version": -1}, {"published_at": "0001-01-01T00:00:00+23:59"},
    {"url": "http://[::1"}, {"language": "x" * 10_000}, {"source": {"tier": 10**9}},
    {"headline": None, "body": None}, {"pub_status": "unheard of"},
)  # fmt: skip


@pytest.mark.fault("letters")
def test_hostile_records_between_articles(
    brief: BrokerSettings, store_env: dict[str, str], tmp_path: Path, record_property: Any
) -> None:
    hostile = list(chain(*(hostile_records(topic, 7, 10) for topic in READ)))
    huge = [one for one in hostile if "100 MB" not in one.what]
    with (
        Tail(brief, *(topic.dead for topic in READ)) as letters,
        Witness(brief) as witness,
        pipeline(brief, tmp_path, store_env) as running,
    ):
        running.watch_everything(witness)
        with witness.sending(running.api, CHANGES[:30]):
            written = write_hostile(brief, huge)
        witness.foreign |= set(list_articles(written, READ))
        check_count(witness.settle(), record_property)
        found = letters.until(
            lambda got: len(got) >= len(READ), PATIENCE, "letters of what cannot be read"
        )  # fmt: skip
        running.until_ready()
    assert len(written) > len(READ) * 10
    origins = [dict(letter.headers)["dlq.original.topic"].decode() for letter in found]
    assert set(origins) <= {topic.name for topic in READ}


@pytest.mark.fault("neighbours")
def test_hostile_senders_between_articles(
    brief: BrokerSettings, store_env: dict[str, str], tmp_path: Path, record_property: Any
) -> None:
    with Witness(brief) as witness, pipeline(brief, tmp_path, store_env) as running:
        running.watch_everything(witness)
        with witness.sending(running.api, CHANGES[:30], pause=0.05) as sender:
            answers = []
            while sender.is_alive():
                answers += [post(running.api, {**CHANGES[-1], **bad}) for bad in BAD]
        witness.foreign |= {article_id for _, article_id in answers if article_id}
        check_count(witness.settle(), record_property)
    assert {status for status, _ in answers} == {202, 400}, "a date that cannot be is no date"


def post(api: str, article: dict[str, Any]) -> tuple[int, str | None]:
    """The status of the answer, and the id of an article that was accepted."""
    request = urllib.request.Request(
        f"{api}/v1/articles", json.dumps(article).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return int(answer.status), json.loads(answer.read())["article_id"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None
