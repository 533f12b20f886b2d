"""What watches would have sent: the live decisions over past events, with nothing kept or sent."""

from pactwire.domain.backtesting.report import WatchReport, describe_report
from pactwire.domain.backtesting.rereading import (
    Opening,
    ReplayDiff,
    Rereading,
    compare_readings,
    describe_diff,
)
from pactwire.domain.backtesting.simulation import Simulation

__all__ = [
    "Opening",
    "ReplayDiff",
    "Rereading",
    "Simulation",
    "WatchReport",
    "compare_readings",
    "describe_diff",
    "describe_report",
]
