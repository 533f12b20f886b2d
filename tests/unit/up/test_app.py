"""How services are started."""

from pathlib import Path
from typing import Any

import pytest

from pactwire.up import app
from pactwire.up.plan import Service


def test_services_give_freed_memory_back_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[tuple[Any, ...]] = []
    monkeypatch.setattr(app.child_process, "spawn", lambda *given: started.append(given))
    start = app.make_service_starter(tmp_path, {"MALLOC_ARENA_MAX": "4"})
    start(Service("enrich", 8081, {"PACTWIRE_ENRICH__PROBES__PORT": "8081"}))
    name, _, log, environment = started[0]
    assert (name, log) == ("enrich", tmp_path / "logs" / "enrich.log")
    assert environment["PACTWIRE_ENRICH__PROBES__PORT"] == "8081"
    assert environment["MALLOC_MMAP_THRESHOLD_"] == app.ALLOCATOR["MALLOC_MMAP_THRESHOLD_"]
    assert environment["MALLOC_ARENA_MAX"] == "4"
