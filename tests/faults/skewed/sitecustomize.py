"""Gives every Python process that finds this file a wall clock that can be set while it runs.

The file that `SKEW` names holds the seconds by which it is wrong.
"""

import datetime as dt
import os
import time
from contextlib import suppress
from pathlib import Path

from pactwire.edges import clock

true_time, path = time.time, Path(os.environ["SKEW"])


def skewed_time() -> float:
    """Seconds since 1970 by the clock that was set."""
    seconds = 0.0
    with suppress(OSError, ValueError):
        seconds = float(path.read_text())
    return true_time() + seconds


def skewed_now() -> dt.datetime:
    """The time in UTC by the clock that was set."""
    return dt.datetime.fromtimestamp(skewed_time(), dt.UTC)


time.time = skewed_time
clock.now = skewed_now
