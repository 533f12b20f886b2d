"""What a service's process loads: its own parts, and nothing that only another service needs."""

import subprocess
import sys

import pytest

ONLY_FOR = {
    "daachorse": {"enrich", "alert"},
    "faust": {"enrich", "alert", "deliver"},
    "feedparser": {"ingest"},
    "lxml": {"ingest"},
    "sqlalchemy": {"ingest", "alert", "deliver"},
    "cryptography": {"deliver"},
    "pactwire.domain.extraction": {"enrich"},
}
"""Packages that take memory, and the services that need them."""
LATER = {"onnxruntime", "tokenizers", "numpy", "alembic"}
"""What a service loads when it has something to do with it, if ever."""


def list_loaded(service: str) -> set[str]:
    """The modules of a service's process before it serves."""
    code = f"import sys, pactwire.cli.services, pactwire.cli.wiring.{service}\nprint(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", code], text=True).split())


@pytest.mark.parametrize("service", ["ingest", "enrich", "alert", "deliver"])
def test_a_service_loads_what_it_needs_and_no_more(service: str) -> None:
    loaded = list_loaded(service)
    assert {name for name, needing in ONLY_FOR.items() if service in needing} == loaded & set(
        ONLY_FOR
    )
    assert not loaded & LATER
