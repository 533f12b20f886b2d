"""Two writers on one store, and the topic that equals it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from kafka_python_client import Tail, put
from ledger_walks import outcome, walk
from pactwire.alert.ledger import LedgerStage
from pactwire.edges.store import Store, ledgers, migrate, open_store, read_transaction
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import DEVELOPMENTS, MEMBERSHIPS, MembershipClaim, Party
from sample_events import COALITION, SYRIA, claim, later, reference
from service_process import environment

TRIES = 6


def some_claims(seed: int) -> list[MembershipClaim]:
    """Claims of all kinds on one pair, in a random order."""
    random = Random(seed)
    found: dict[str, MembershipClaim] = {}
    for _ in range(24):
        number, version = random.randrange(9), random.randint(1, 2)
        at = later(hours=random.choice([0, 1, 3, 7, 30]) + number / 10)
        article = reference(number, owner=f"owner-{number % 5}", at=at, version=version)
        action = random.choice(["join", "join", "leave", "suspend"])
        stage = random.choice(["considered", "applied", "approved", "effective", "rejected"])
        one = claim(action, stage, article=article, withdrawn=random.random() < 0.15)
        found[one.event_id] = one
    return list(found.values())


def judge_all(store: Store, claims: list[MembershipClaim], made: list[str]) -> None:
    """Hand the claims to a stage of its own, one after the other."""
    stage = LedgerStage(store, Metrics("alert", "0"), later, frozenset())
    for one in claims:
        outputs = stage.handle([one])[0]
        made += [one.event.event_id for one in outputs if one.topic == DEVELOPMENTS]


@pytest.mark.parametrize("seed", range(TRIES))
def test_two_writers_at_once_reach_what_one_reaches(store: Store, seed: int) -> None:
    claims = some_claims(seed)
    other = open_store(store.url.render_as_string(hide_password=False))
    made: list[str] = []
    shares = claims[::2], [*claims[1::2], *claims[:5]]  # some come to both
    threads = [
        Thread(target=judge_all, args=(one, share, made))
        for one, share in zip((store, other), shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()
    with read_transaction(store) as tx:
        (row,) = ledgers.list_whole_rows(tx, COALITION.entity_id)
        kept = [one.development_id for one in ledgers.list_developments(
            tx, COALITION.entity_id, SYRIA.entity_id)]  # fmt: skip
    assert outcome(row) == outcome(walk(claims).row)
    assert len(set(kept)) == len(kept)
    assert set(kept) == set(made)


BODY = Party(entity_id="x-checked-league", name="Checked League")


def check(broker: BrokerSettings, state: Path, url: str) -> dict[str, str]:
    """What `memberships --check` says of this test's body, by subject."""
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "memberships", "--check", "--json"],
        capture_output=True, text=True, check=False,
        env=environment(broker, state) | {"PACTWIRE_STORE__URL": url},
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert bool(lines) == bool(done.returncode)
    own = [one for one in lines if one["subject"].startswith(BODY.entity_id)]
    return {one["subject"]: one["reason"] for one in own}


@pytest.mark.usefixtures("broker")
def test_the_topic_always_equals_the_store_and_the_check_sees_when_not(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    members = [Party(entity_id=f"x-checked-{one}", name=f"Checked {one}") for one in range(3)]
    claims = [
        claim(
            action, stage, organisation=BODY, member=member,
            article=reference(number * 10 + place, at=later(hours=-number)),
        )
        for place, member in enumerate(members)
        for number, (action, stage) in enumerate(
            [("join", "applied"), ("join", "effective"), ("leave", "considered")]
        )
    ]  # fmt: skip
    published = tail(MEMBERSHIPS.name)
    store = open_store(url)
    migrate(store)
    stage = LedgerStage(store, Metrics("alert", "0"), later, frozenset())
    for outputs in stage.handle(claims):
        rows = [one.topic.encode(one.event) for one in outputs if one.topic == MEMBERSHIPS]
        put(fresh, MEMBERSHIPS.name, [(row.key, row.value) for row in rows])
    store.dispose()
    last = published.take(len(claims))[-1]
    assert check(fresh, tmp_path, url) == {}
    state = MEMBERSHIPS.decode(last.value, last.headers)
    older = MEMBERSHIPS.encode(state.model_copy(update={"revision": 1}))
    put(fresh, MEMBERSHIPS.name, [(older.key, older.value)])
    assert check(fresh, tmp_path, url) == {
        state.subject: f"the store has revision {state.revision}, the topic 1"
    }
