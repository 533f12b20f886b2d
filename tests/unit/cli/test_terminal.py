"""Texts from outside are shown, and drive no terminal."""

import io
import json
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

import pactwire.cli
from pactwire.cli.listen import format_alert
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire_schemas import ALERTS

HOSTILE = "Quay\x1b]0;owned\x07\x1b[2J \u202eeriW \x9b31m"
EXAMPLE = ALERTS.decode(
    (Path(__file__).parents[3] / "schemas/examples/news.alerts.v1.json").read_bytes()
)


def shown(*renderables: object, **options: bool) -> str:
    stream = io.StringIO()
    console = TerminalConsole(file=stream, width=200, **options)
    for one in renderables:
        console.print(one)
    return stream.getvalue()


def test_no_sign_of_a_text_reaches_the_terminal_as_a_command() -> None:
    table = Table("a")
    table.add_row(HOSTILE)
    text = shown(HOSTILE, Text(HOSTILE), table)
    assert not any(sign in text for sign in "\x1b\x07\x9b\u202e")
    assert text.count("Quay]0;owned[2J eriW 31m") == 3, "nothing else of it is lost"


def test_colours_of_our_own_stay() -> None:
    text = shown(Text(HOSTILE, style="bold red"), force_terminal=True)
    assert text.startswith("\x1b[1;31m")
    assert "owned[2J" in text


def test_an_alert_with_a_hostile_source_is_shown_harmless() -> None:
    quote = EXAMPLE.evidence[0].model_copy(update={"source": HOSTILE})
    alert = EXAMPLE.model_copy(update={"evidence": (quote,), "headline": HOSTILE})
    text = shown(format_alert(alert))
    assert not any(sign in text for sign in "\x1b\x07\x9b\u202e")


def test_a_line_is_echoed_harmless_and_json_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    echo(HOSTILE)
    echo(json.dumps({"name": HOSTILE}, ensure_ascii=False))
    plain, line = capsys.readouterr().out.splitlines()
    assert not any(sign in plain + line for sign in "\x1b\x07\x9b\u202e")
    assert json.loads(line) == {"name": HOSTILE}


def test_no_command_makes_a_console_of_another_kind() -> None:
    folder = Path(pactwire.cli.__file__).parent
    found = [
        path.name
        for path in folder.rglob("*.py")
        if path.name != "terminal.py" and " Console(" in path.read_text("utf-8")
    ]
    assert found == [], "use pactwire.cli.terminal.TerminalConsole"
