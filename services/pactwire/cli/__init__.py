"""The command `pactwire`: one file a sub-command, imported when it is called, for a quick start."""

import importlib
import sys
from typing import Any, NamedTuple

import click

from pactwire import __version__
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.errors import Misconfigured, PactwireError

MISUSED = 2
STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


class ListedCommand(NamedTuple):
    """Where a command is, and what the list of commands says of it without importing it."""

    place: str
    sentence: str
    """The first sentence of the command's own help; a test holds them together."""


COMMANDS = {
    "up": ListedCommand(
        "pactwire.cli.up:up",
        "Run broker and services on this machine; Ctrl-C stops all.",
    ),
    "ingest": ListedCommand(
        "pactwire.cli.services:ingest",
        "Take articles in over HTTP and from feeds.",
    ),
    "enrich": ListedCommand(
        "pactwire.cli.services:enrich",
        "Read mentions and membership claims out of articles.",
    ),
    "alert": ListedCommand(
        "pactwire.cli.services:alert",
        "Keep the ledger, match watches, make alerts.",
    ),
    "deliver": ListedCommand(
        "pactwire.cli.services:deliver",
        "Send alerts to webhook endpoints.",
    ),
    "desk": ListedCommand(
        "pactwire.cli.desk:desk",
        "Answer questions over HTTP: memberships, alerts, why and why not, watches, back-tests.",
    ),
    "tag": ListedCommand(
        "pactwire.cli.tag:tag",
        "Tag FILES (or standard input): countries, organisations, membership changes.",
    ),
    "replay": ListedCommand(
        "pactwire.cli.replay:replay",
        "Read FILES in order of their dates and print the developments that would be announced.",
    ),
    "send": ListedCommand(
        "pactwire.cli.send:send",
        "Send articles; `-` is standard input.",
    ),
    "listen": ListedCommand(
        "pactwire.cli.listen:listen",
        "Print alerts as they come, until Ctrl-C.",
    ),
    "feeds": ListedCommand(
        "pactwire.cli.feeds:feeds",
        "List, add, remove and poll feeds: RSS, Atom and JSON Feed, and lists of them as OPML.",
    ),
    "watch": ListedCommand(
        "pactwire.cli.watch:watch",
        "Add, list, show, remove and try watches: what you want alerts about.",
    ),
    "alerts": ListedCommand(
        "pactwire.cli.search:alerts",
        "List alerts, newest first; `pactwire why` explains each.",
    ),
    "developments": ListedCommand(
        "pactwire.cli.search:developments",
        "List what became known of memberships, newest first.",
    ),
    "articles": ListedCommand(
        "pactwire.cli.search:articles",
        "List the articles that news.enriched.v1 holds, newest first.",
    ),
    "why": ListedCommand(
        "pactwire.cli.why:why",
        "Show why an alert came: the words, the rule, each clause, the ledger, the sources.",
    ),
    "why-not": ListedCommand(
        "pactwire.cli.why_not:why_not",
        "Show what stopped an article on its way to an alert of WATCH.",
    ),
    "silence": ListedCommand(
        "pactwire.cli.silence:silence",
        "Silence watches or entities for a while; what is silenced stays on record.",
    ),
    "feedback": ListedCommand(
        "pactwire.cli.feedback:feedback",
        "Say what an alert was worth: `pactwire feedback ALERT useful`; see how precise rules are.",
    ),
    "endpoint": ListedCommand(
        "pactwire.cli.endpoint:endpoint",
        "Add, list, test, rotate, retry, enable, pause and remove webhook endpoints.",
    ),
    "key": ListedCommand(
        "pactwire.cli.key:key",
        "Make, list and revoke keys of the API.",
    ),
    "memberships": ListedCommand(
        "pactwire.cli.memberships:memberships",
        "Show the ledger: all of a body, all of a country, or the one row of both.",
    ),
    "timeline": ListedCommand(
        "pactwire.cli.timeline:timeline",
        "Draw who belonged to what through the years: a country's bodies, or a body's members.",
    ),
    "dead": ListedCommand(
        "pactwire.cli.dead:dead",
        "Look at dead letters, publish them again, or drop them.",
    ),
    "topics": ListedCommand(
        "pactwire.cli.topics:topics",
        "Make, list and check the broker's topics; set a group's offsets anew.",
    ),
    "config": ListedCommand(
        "pactwire.cli.config:config",
        "Print the settings in force and where each was set, secrets masked.",
    ),
    "doctor": ListedCommand(
        "pactwire.cli.doctor:doctor",
        "Say what is wrong here and what to do; exit 1 when something is wrong.",
    ),
    "demo": ListedCommand(
        "pactwire.cli.demo.run:demo",
        "Run everything for a minute: articles in, alerts and signed webhooks out.",
    ),
}
"""Every command, in the order of the help."""


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
        module, _, attribute = COMMANDS[cmd_name].place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def list_sentences(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Each command with its sentence, none imported."""
        del ctx
        return [(name, listed.sentence) for name, listed in COMMANDS.items()]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a mistake is one sentence and exit code 2, Ctrl-C a word and 130."""
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
        except KeyboardInterrupt:
            click.echo("\npactwire: stopped", err=True)
            sys.exit(STOPPED)


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
