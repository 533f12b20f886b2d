"""Help that commands share: whole sentences in lists of commands, and examples."""

import click
from click.shell_completion import CompletionItem


class SentenceGroup(click.Group):
    """A group whose help lists each command with its whole first sentence."""

    def list_sentences(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Each command's name with the first sentence of its help."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, first_sentence(command)) for name, command in commands if command]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands; long sentences wrap instead of being cut."""
        with formatter.section("Commands"):
            formatter.write_dl(self.list_sentences(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, with their sentences, then the group's options."""
        commands = [
            CompletionItem(name, help=sentence)
            for name, sentence in self.list_sentences(ctx)
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


def first_sentence(command: click.Command) -> str:
    """The first sentence of a command's help, on one line."""
    paragraph = " ".join((command.help or "").split("\n\n")[0].split())
    return paragraph.split(". ")[0].rstrip(".") + "."


def show_examples(*lines: str) -> str:
    """An epilog with one example a line."""
    title = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])
