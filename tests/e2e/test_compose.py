"""`docker compose up`, for real: healthy, article to webhook, kills, and what outlives containers.

Builds the image and starts seven containers, so it runs when asked to: `make compose-check`.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from compose_system import BridgeReceiver, ComposeSystem, running_compose, until
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.up.plan import SERVICES

pytestmark = pytest.mark.skipif(
    not os.environ.get("PACTWIRE_TEST_COMPOSE"), reason="make compose-check starts containers"
)
WATCH = """
id: everything
name: Every change
when:
  changed: {stage_at_least: approved}
deliver:
  - topic: alerts.everything
  - endpoint: desk
"""
CAME_WITHIN = 60.0


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposeSystem]:
    watches = tmp_path_factory.mktemp("watches")
    watches.chmod(0o755)  # the services run as another user
    (watches / "everything.yaml").write_text(WATCH)
    with running_compose(watches) as running:
        yield running


@pytest.fixture(scope="module")
def desk(system: ComposeSystem) -> Iterator[BridgeReceiver]:
    receiver = BridgeReceiver(system.gateway())
    added = system.run_in("deliver", "pactwire", "endpoint", "add", "desk", receiver.url, "--json")
    receiver.secret = json.loads(added)["secret"]
    yield receiver
    receiver.close()


def send(system: ComposeSystem, member: str, body: str = "the Nordic Council") -> str:
    """Post until it is taken, as a careful sender does; gives what became of it."""
    article = {
        "url": f"https://compose.example/{member}".lower(),
        "source": "The Container",
        "headline": f"{member} joins {body.removeprefix('the ')}",
        "body": f"{member} has formally joined {body}, its secretary-general said on Monday.",
        "language": "en",
    }
    outcomes: list[str] = []
    until(lambda: bool(outcomes) or post(system, article, outcomes), CAME_WITHIN, lambda: member)
    return outcomes[0]


def post(system: ComposeSystem, article: dict[str, str], outcomes: list[str]) -> bool:
    request = urllib.request.Request(
        f"{system.api}/v1/articles",
        json.dumps(article).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            outcomes.append(answer.read().decode())
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise
    except OSError:
        return False
    return bool(outcomes)


def wait_for_members(desk: BridgeReceiver, *members: str) -> None:
    until(lambda: set(members) <= set(desk.members()), CAME_WITHIN, desk.members)


def test_every_container_is_healthy(system: ComposeSystem) -> None:
    assert {"kafka", "postgres", "prometheus", *SERVICES} == set(system.health())


def test_an_article_becomes_a_signed_webhook_and_an_alert_on_its_topic(
    system: ComposeSystem, desk: BridgeReceiver
) -> None:
    send(system, "Bhutan")
    wait_for_members(desk, "Bhutan")
    on_topic = [json.loads(one.value or b"{}") for one in read_records(
        system.broker, ("alerts.everything",)
    )]  # fmt: skip
    assert [alert["development"]["member"]["name"] for alert in on_topic] == ["Bhutan"]
    assert (desk.members(), desk.refused) == (["Bhutan"], [])


def test_signing_secrets_can_be_read_by_the_next_container_of_deliver(
    system: ComposeSystem, desk: BridgeReceiver
) -> None:
    before = system.container("deliver")
    system.compose("rm", "--stop", "--force", "deliver")
    system.up()
    assert system.container("deliver") != before
    send(system, "Nepal")
    wait_for_members(desk, "Nepal")
    assert desk.refused == []


def test_a_broker_killed_in_mid_flow_loses_nothing(
    system: ComposeSystem, desk: BridgeReceiver
) -> None:
    members = ("Mongolia", "Fiji", "Tonga", "Samoa", "Botswana", "Lesotho", "Zambia", "Malawi")
    broker = system.container("kafka")
    for number, member in enumerate(members):
        if number == 3:
            system.docker("kill", "--signal", "KILL", broker)
            time.sleep(1)
            system.docker("start", broker)
        send(system, member)
    wait_for_members(desk, *members)
    assert sorted(set(desk.members())) == sorted(desk.members())
    assert desk.refused == []


def test_down_and_up_keeps_endpoints_ledger_and_what_was_taken(
    system: ComposeSystem, desk: BridgeReceiver
) -> None:
    system.compose("down")
    system.up()
    assert '"duplicate"' in send(system, "Bhutan")
    told = json.loads(system.run_in("alert", "pactwire", "memberships", "BT", "--json"))
    assert "compose.example/bhutan" in json.dumps(told)
    desk_again = BridgeReceiver(system.gateway())  # the network is another one
    desk_again.secret = desk.secret
    system.run_in("deliver", "pactwire", "endpoint", "add", "desk", desk_again.url)
    send(system, "Jamaica")
    wait_for_members(desk_again, "Jamaica")
    assert (desk_again.members(), desk_again.refused) == (["Jamaica"], [])
    desk_again.close()
