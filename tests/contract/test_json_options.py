"""Where a program may read, there is `--json`."""

from collections.abc import Iterator

import click
import pytest

from pactwire.cli import main

FOR_PEOPLE = {"demo"}
SERVICES = {"ingest", "enrich", "alert", "deliver", "desk"}
"""They write logs, whose form is a setting."""


def list_commands(group: click.Group, words: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from list_commands(command, f"{words}{name} ")
        else:
            yield f"{words}{name}", command


COMMANDS = dict(list_commands(main))


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - FOR_PEOPLE - SERVICES))
def test_a_program_can_read_what_a_command_says(name: str) -> None:
    options = {option for one in COMMANDS[name].params for option in one.opts}
    assert "--json" in options
