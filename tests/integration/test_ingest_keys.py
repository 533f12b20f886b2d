"""Articles are taken from everybody until a key for them is made; then from who has one."""

from pathlib import Path

import pytest

from broker_choice import TestBroker
from ingest_service import running
from pactwire.domain.access import ApiKey, Scope, format_token, hash_secret
from pactwire.errors import Retryable
from pactwire.ingest import doorkeeper
from pactwire.settings import BrokerSettings
from sample_events import later

ARTICLE = {"id": "1", "text": "Fiji has asked to join ASEAN."}


def make_key(name: str, *scopes: Scope, per_minute: int = 1000, **given: object) -> ApiKey:
    return ApiKey(
        name, hash_secret("s"), "ana", frozenset(scopes), per_minute, later(), **given  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[ApiKey]:
    monkeypatch.setattr(doorkeeper, "RELOAD_SECONDS", 0.0)
    return []


async def test_a_key_is_asked_for_as_soon_as_one_is_made(
    broker: TestBroker, tmp_path: Path, keys: list[ApiKey]
) -> None:
    settings = BrokerSettings(bootstrap=broker.bootstrap, idempotent=False)
    async with running(settings, tmp_path, load_keys=lambda: keys) as service:

        async def post(name: str | None) -> tuple[int, dict]:
            headers = {"Authorization": f"Bearer {format_token(name, 's')}"} if name else {}
            return await service.post(json=ARTICLE, headers=headers)

        keys.append(make_key("reader", "read"))
        assert (await post(None))[0] == 202
        keys += [
            make_key("ingest", "ingest"), make_key("slow", "ingest", per_minute=1),
            make_key("old", "ingest", expires_at=later()),
        ]  # fmt: skip
        status, problem = await post(None)
        assert (status, problem["detail"]) == (401, "send your key: Authorization: Bearer pw_...")
        assert (await post("unknown"))[0] == 401
        assert (await post("old"))[0] == 401
        assert (await post("reader"))[0] == 403
        assert (await post("ingest"))[0] == 202
        assert (await post("slow"))[0] == 202
        status, problem = await post("slow")
        assert (status, int(problem["retry_after"]) > 1) == (429, True)
        assert (await service.get("/live"))[0] == 200
        keys[1:] = [make_key("ingest", "ingest", revoked_at=later())]
        assert (await post(None))[0] == 401, "revoking the last key opens no door"


async def test_keys_that_were_known_count_while_the_store_is_away(keys: list[ApiKey]) -> None:
    away: list[Exception] = []

    def load() -> list[ApiKey]:
        if away:
            raise away[0]
        return keys

    keys.append(make_key("ingest", "ingest"))
    asked = doorkeeper.Doorkeeper(load, later, lambda: 0.0)
    await asked.admit("Bearer pw_ingest_s")
    away.append(Retryable("away"))
    await asked.admit("Bearer pw_ingest_s")
    with pytest.raises(doorkeeper.RequestError, match="unknown"):
        await asked.admit("Bearer pw_other_s")
    with pytest.raises(doorkeeper.RequestError, match="can't be looked up: away"):
        await doorkeeper.Doorkeeper(load, later, lambda: 0.0).admit("")
