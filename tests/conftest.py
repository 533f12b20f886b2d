"""One broker for all tests of a run, and what keeps them out of each other's way.

`broker` is the running broker; `fresh` are settings for services of one test: groups of its
own that begin at the present end of every topic; `tail` reads what comes to topics from now on.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import fault_table
from broker_choice import TestBroker, choice, running
from pactwire.settings import BrokerSettings
from pactwire_schemas import TOPICS

if TYPE_CHECKING:  # tests without a broker don't load its client
    from kafka_python_client import Tail

BROKERS_TAKEN = pytest.StashKey[set[str]]()


def pytest_report_header(config: pytest.Config) -> str:
    kind, why = choice()
    return f"broker: {kind} when a test needs one ({why})"


def pytest_configure(config: pytest.Config) -> None:
    workers = config.getoption("numprocesses", None)
    if workers and choice()[0] == "external":
        raise pytest.UsageError(
            "tests count what is on the topics, so workers can't share one broker: add -n 0"
        )
    config.stash[BROKERS_TAKEN] = set()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    for line in sorted(config.stash[BROKERS_TAKEN]):
        terminalreporter.write_line(line)
    fault_table.write(terminalreporter)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fault_table.note_promises(item)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["brokers"] = sorted(session.config.stash[BROKERS_TAKEN])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    lines = getattr(node, "workeroutput", {}).get("brokers", ())
    node.config.stash[BROKERS_TAKEN].update(lines)


@pytest.fixture(scope="session")
def broker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestBroker]:
    """The broker of this run, with every declared topic on it."""
    from pactwire.edges.kafka import topics

    cache = Path(request.config.cache.mkdir("kafka"))  # type: ignore[union-attr]
    with running(tmp_path_factory.mktemp("broker"), cache) as taken:
        line = f"broker taken: {taken.kind} at {taken.bootstrap} ({taken.why})"
        request.config.stash[BROKERS_TAKEN].add(line)
        topics.ensure_topics(taken.settings)
        yield taken


@pytest.fixture
def prefix(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A client prefix no other test of any run has."""
    del request
    return "t" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]


@pytest.fixture
def broker_settings(broker: TestBroker, prefix: str) -> BrokerSettings:
    """Settings with groups of this test's own; they begin at the start of every topic."""
    return broker.settings.model_copy(update={"client_prefix": prefix})


@pytest.fixture
def fresh(broker_settings: BrokerSettings) -> BrokerSettings:
    """Settings for services that see only what comes from now on."""
    from kafka_python_client import start_groups_at_end

    start_groups_at_end(broker_settings, [topic.name for topic in TOPICS])
    return broker_settings


@pytest.fixture
def tail(broker: TestBroker) -> "Iterator[Callable[..., Tail]]":
    """Opens readers that start at the present end, e.g. `tail(ALERTS.name)`, and closes them."""
    from kafka_python_client import Tail

    opened: list[Tail] = []

    def open_tail(*names: str, from_start: bool = False) -> Tail:
        opened.append(Tail(broker.settings, *names, from_start=from_start))
        return opened[-1]

    yield open_tail
    for one in opened:
        one.close()
