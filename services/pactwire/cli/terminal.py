"""What reaches a terminal: no sign of a text from outside can drive it, or turn a line around."""

from collections.abc import Iterable

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from pactwire.domain.text.clean import drop_controls, escape_controls


class TerminalConsole(Console):
    """A console that sends no control character or direction mark of a text."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The segments, whose text is harmless; colours are no text and stay."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(drop_controls(segment.text), segment.style)


def echo(message: str, *, err: bool = False) -> None:
    """Print a line that holds text from outside, its controls written out; JSON stays JSON."""
    click.echo(escape_controls(message), err=err)
