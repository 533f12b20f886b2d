"""The alert service's stages over a real store, fed by hand, without a broker."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pactwire import __version__
from pactwire.alert import app
from pactwire.alert.watch_cache import WatchCache
from pactwire.edges.kafka.stage import Output, Stage
from pactwire.edges.store import (
    Store,
    alerting,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Misconfigured, Retryable
from pactwire.metrics import Metrics
from pactwire_schemas import (
    ALERTS,
    CLAIMS,
    ENRICHED,
    Alert,
    EnrichedArticle,
    Event,
    MembershipClaim,
    Watch,
)
from sample_events import later

CHANGES = {
    "id": "changes",
    "name": "Changes",
    "when": {"changed": {"stage_at_least": "approved"}},
    "deliver": [{"topic": "alerts.changes"}, {"endpoint": "desk"}],
}
STORIES = {"id": "stories", "name": "Stories", "when": {"mentioned": {"any": ["SY"]}}}


@dataclass
class AlertSteps:
    """The stages, fed by hand: what one puts out goes into the next."""

    store: Store
    made: list[str] = field(default_factory=list)
    broker_away: bool = False
    refused_topic: str | None = None
    while_making: Callable[[], object] = field(default=lambda: None)
    clock: datetime = field(default_factory=later)

    def __post_init__(self) -> None:
        self.metrics = Metrics("alert", __version__)
        self.watches = WatchCache(self.store, self._make, self.metrics)
        deps = app.AlertDependencies(
            self.store, None, self.metrics, lambda: self.clock, self._make, frozenset()  # type: ignore[arg-type]
        )  # fmt: skip
        self.stages: dict[str, Stage] = {
            stage.topic.name: stage for stage in app.build_stages(deps, self.watches)
        }

    def _make(self, names: Iterable[str]) -> None:
        forbid_in_transaction("topics are made")
        names = list(names)
        if self.refused_topic in names:
            raise Misconfigured(f"may not create {self.refused_topic}")
        self.while_making()
        if self.broker_away:
            raise Retryable("no broker answers")
        self.made += names

    def watch(self, *documents: dict) -> None:
        with write_transaction(self.store) as tx:
            for document in documents:
                stored_watches.save_watch(
                    tx, Watch.model_validate(document), stored_watches.COMMAND_ORIGIN, later()
                )

    def step(self, topic: str, events: Sequence[Event]) -> list[Output]:
        answers = self.stages[topic].handle(events)
        assert len(answers) == len(events)
        return [output for answer in answers for output in answer]

    def flow(self, *outputs: Output) -> list[Output]:
        """Carry outputs on until nothing is left; everything that was put out, in order."""
        seen: list[Output] = []
        waiting = list(outputs)
        while waiting:
            output = waiting.pop(0)
            seen.append(output)
            if output.topic.name in self.stages:
                waiting += self.step(output.topic.name, [output.event])
        return seen

    def hear(self, *claims: MembershipClaim) -> list[Alert]:
        return alerts(self.flow(*(Output(CLAIMS, said) for said in claims)))

    def read(self, *stories: EnrichedArticle) -> list[Alert]:
        """Stories with their claims, as the enrich service puts them out."""
        outputs: list[Output] = []
        for story in stories:
            outputs += [Output(ENRICHED, story), *(Output(CLAIMS, said) for said in story.claims)]
        return alerts(self.flow(*outputs))

    def decisions(self, watch_id: str) -> list[str]:
        with read_transaction(self.store) as tx:
            return [decision for decision, _ in alerting.list_decisions(tx, watch_id)]


def alerts(outputs: Iterable[Output]) -> list[Alert]:
    return [
        output.event
        for output in outputs
        if output.topic.name == ALERTS.name and isinstance(output.event, Alert)
    ]
