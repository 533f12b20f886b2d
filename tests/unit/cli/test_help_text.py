"""What `--help` says: whole sentences, an example for every command, completion."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pactwire.cli import COMMANDS, main
from pactwire.cli.help_text import first_sentence


def list_commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command below one."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from list_commands(found, (*path, name))


def read_help(*path: str) -> str:
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="pactwire")
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("path", list(list_commands(main)), ids=" ".join)
def test_every_command_has_an_example(path: tuple[str, ...]) -> None:
    text = read_help(*path)
    examples = text[text.rindex("Example") :]
    assert f"pactwire {' '.join(path)}".strip() in examples


@pytest.mark.parametrize("path", [(), ("watch",), ("endpoint",), ("dead",), ("topics",)], ids=str)
def test_commands_are_listed_with_whole_sentences(path: tuple[str, ...]) -> None:
    listed = read_help(*path).split("Commands:\n")[1].split("\n\n")[0]
    assert "..." not in listed
    rows = "\n".join(listed.splitlines()).replace("\n   ", " ").splitlines()
    assert all(row.endswith(".") for row in rows), rows


def test_the_help_lists_the_commands_in_their_order() -> None:
    listed = read_help().split("Commands:\n")[1]
    positions = [listed.index(f"\n  {name} ") for name in list(COMMANDS)[1:]]
    assert positions == sorted(positions)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name].sentence == first_sentence(command)


@pytest.mark.parametrize(
    "environment", [{}, {"_PACTWIRE_COMPLETE": "bash_complete", "COMP_WORDS": "pactwire en",
                         "COMP_CWORD": "1"}], ids=["help", "completion"]
)  # fmt: skip
def test_help_and_completion_import_no_command(environment: dict[str, str]) -> None:
    code = (
        "import sys\n"
        "from pactwire.cli import main\n"
        "try:\n"
        "    main(['--help'], prog_name='pactwire')\n"
        "except SystemExit:\n"
        "    print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert "enrich" in done.stdout
    loaded = done.stderr.split()
    ours = [name for name in loaded if name.startswith("pactwire")]
    assert ours == ["pactwire", "pactwire.cli", "pactwire.cli.help_text", "pactwire.errors"]
    assert not {"pydantic", "asyncio", "aiohttp", "orjson", "rich"} & set(loaded)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_completion_works_in_bash(tmp_path: Path) -> None:
    command = tmp_path / "pactwire"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from pactwire.cli import main; '
                       "main(prog_name='pactwire')\" \"$@\"\n")  # fmt: skip
    command.chmod(0o755)
    script = """
        eval "$(_PACTWIRE_COMPLETE=bash_source pactwire)"
        COMP_WORDS=(pactwire endpoint en) COMP_CWORD=2
        _pactwire_completion pactwire
        echo "${COMPREPLY[@]}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("enable", "")
