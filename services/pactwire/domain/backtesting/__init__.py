"""What watches would have sent: the live decisions over past events, with nothing kept or sent."""

from pactwire.domain.backtesting.report import WatchReport, describe_report
from pactwire.domain.backtesting.simulation import Simulation

__all__ = ["Simulation", "WatchReport", "describe_report"]
