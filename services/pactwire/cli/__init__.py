"""The command `pactwire`: one file a sub-command, imported when it is called, for a quick start."""

import importlib
import sys
from typing import Any

import click

from pactwire import __version__
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.errors import Misconfigured, PactwireError

MISUSED = 2

COMMANDS = {
    "up": "pactwire.cli.up:up",
    "ingest": "pactwire.cli.services:ingest",
    "enrich": "pactwire.cli.services:enrich",
    "alert": "pactwire.cli.services:alert",
    "deliver": "pactwire.cli.services:deliver",
    "desk": "pactwire.cli.desk:desk",
    "tag": "pactwire.cli.tag:tag",
    "replay": "pactwire.cli.replay:replay",
    "send": "pactwire.cli.send:send",
    "listen": "pactwire.cli.listen:listen",
    "feeds": "pactwire.cli.feeds:feeds",
    "watch": "pactwire.cli.watch:watch",
    "alerts": "pactwire.cli.search:alerts",
    "developments": "pactwire.cli.search:developments",
    "articles": "pactwire.cli.search:articles",
    "why": "pactwire.cli.why:why",
    "why-not": "pactwire.cli.why_not:why_not",
    "silence": "pactwire.cli.silence:silence",
    "feedback": "pactwire.cli.feedback:feedback",
    "endpoint": "pactwire.cli.endpoint:endpoint",
    "key": "pactwire.cli.key:key",
    "memberships": "pactwire.cli.memberships:memberships",
    "timeline": "pactwire.cli.timeline:timeline",
    "dead": "pactwire.cli.dead:dead",
    "topics": "pactwire.cli.topics:topics",
    "config": "pactwire.cli.config:config",
    "doctor": "pactwire.cli.doctor:doctor",
    "demo": "pactwire.cli.demo.run:demo",
}
"""Name of each command, in the order of the help, and where it is."""


class Commands(SentenceGroup):
    """Imports a command only when it is asked for; ends mistakes in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of a day's work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a mistake is one sentence and exit code 2, never a stack trace."""
        try:
            return super().invoke(ctx)
        except Misconfigured as mistake:
            print_error(mistake)
            sys.exit(MISUSED)
        except PactwireError as error:
            print_error(error)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)


def print_error(error: PactwireError) -> None:
    """Print a mistake as a sentence; it may quote what came from outside."""
    from pactwire.cli.terminal import echo

    echo(f"pactwire: {error}", err=True)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=show_examples(
        "pactwire demo                              the whole pipeline, for a minute",
        "pactwire up --watches seeds/watches        run it on this machine",
        "pactwire watch add --help                  help and examples of a command",
        'eval "$(_PACTWIRE_COMPLETE=bash_source pactwire)"    completion in bash',
    )
    + "\n\nFor completion in zsh say zsh_source, for fish fish_source; see docs/running.md.",
)
@click.version_option(__version__, message="pactwire %(version)s")
def main() -> None:
    """Watch the news for changes in who belongs to which alliance."""
