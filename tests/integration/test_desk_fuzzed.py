"""What the OpenAPI document allows, and more: never a fault of ours, never an answer to nobody."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desk_api import DeskApi, hear_reports, open_desk_api
from pactwire.edges.store import migrate, open_store
from sample_events import claim, reference

CHANGES = {"id": "anas", "name": "A", "when": {"changed": {"stage_at_least": "approved"}}}
BOUNDED = settings(
    max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskApi]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('fuzzed')}/store.db")
    migrate(store)
    with open_desk_api(store) as api:
        api.keep_watch("ana", CHANGES)
        hear_reports(store, claim(article=reference(1)))
        yield api
    store.dispose()


def draw_cases(desk: DeskApi) -> st.SearchStrategy:
    """Requests of any operation, fitting and not; those that wait for a broker or for ever not."""
    document = desk.client.get("/openapi.json").json()
    document["paths"].pop("/v1/watches/{watch_id}/live")
    for path in ("/v1/articles", "/v1/articles/{article_id}", "/v1/watches/backtests"):
        document["paths"].pop(path)
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    modes = list(schemathesis.GenerationMode)
    return st.one_of(one.as_strategy(generation_mode=mode) for one in operations for mode in modes)


def send(desk: DeskApi, case: schemathesis.Case, token: str | None):
    return case.call(
        base_url=str(desk.client.base_url),
        headers={"Authorization": f"Bearer {token}" if token else "none"},
        timeout=20,
    )


def test_nothing_that_is_sent_is_a_fault_of_ours(desk: DeskApi) -> None:
    token = desk.make_key("root", "admin", per_minute=100_000)

    statuses: set[int] = set()

    @BOUNDED
    @given(case=draw_cases(desk))
    def ask(case: schemathesis.Case) -> None:
        answer = send(desk, case, token)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    ask()
    assert {200, 404, 422} <= statuses - {401}, "the key was not used"


def test_nothing_is_answered_without_a_key(desk: DeskApi) -> None:
    @BOUNDED
    @given(case=draw_cases(desk))
    def ask(case: schemathesis.Case) -> None:
        answer = send(desk, case, None)
        assert answer.status_code in {401, 404, 405, 413}, (case.as_curl_command(), answer.text)

    ask()
