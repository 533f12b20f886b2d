"""The examples of the API's page run as they stand there, against a desk of their own."""

import os
import re
from pathlib import Path

import pytest

from documented_examples import BLOCK, run_commands
from ingest_service import find_free_port

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port, probes = find_free_port(), find_free_port()
    for name in [one for one in os.environ if one.startswith("PACTWIRE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PACTWIRE_DESK__PORT", str(port))
    monkeypatch.setenv("PACTWIRE_DESK__PROBES__PORT", str(probes))
    page = PAGE.read_text()
    commands = "\n".join(code for kind, code in BLOCK.findall(page) if kind == "sh")
    commands = commands.replace("127.0.0.1:8084", f"127.0.0.1:{port}")
    ended = "trap 'kill $DESK 2>/dev/null || true' EXIT\n"
    shown = run_commands(f"DESK=\n{ended}{commands}\nwait $DESK", tmp_path)
    assert '"iso2":"SY"' in shown
    assert '"name":"Who joins NATO"' in re.sub(r": ", ":", shown)
    assert '"stopped_at"' in shown
    assert "exercise" in shown
    assert "http://www.w3.org/2005/Atom" in shown
    assert ": following" in shown
    assert "whsec_" in shown
    assert "https://example.org/rss" in shown
    assert "ana alerts endpoints feeds read watches in force" in shown
