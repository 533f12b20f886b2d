"""Kinds of values that options take beside click's own."""

from datetime import date

import click

from pactwire.edges import clock


class Day(click.ParamType):
    """A day as `2025-01-31`, or `today`."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day; anything else is a misuse."""
        if isinstance(value, date):
            return value
        if value == "today":
            return clock.now().date()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2025-01-31, or say today", param, ctx)
