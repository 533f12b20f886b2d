"""A service as a process: exit codes, signals, and the guard that ends what hangs."""

import subprocess
import sys
import textwrap

import pytest

FRAME = """
import asyncio, os, signal, sys, threading, time
from pactwire.edges.local import process
from pactwire.errors import Misconfigured, Retryable

async def main(stop):
{body}

{before}
sys.exit(process.run(main))
"""


def ran(body: str, before: str = "") -> "subprocess.CompletedProcess[str]":
    text = FRAME.format(body=textwrap.indent(textwrap.dedent(body), "    "), before=before)
    return subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_sets_the_stop_event_and_the_end_is_clean(name: str) -> None:
    done = ran(f"os.kill(os.getpid(), signal.{name})\nawait stop.wait()")

    assert done.returncode == 0


def test_an_operators_mistake_is_one_sentence_and_exit_2() -> None:
    done = ran("raise Misconfigured('set the broker')")

    assert (done.returncode, done.stderr) == (2, "pactwire: set the broker\n")


@pytest.mark.parametrize(
    "line", ["raise Retryable('no broker answers')", "raise OSError('port 1 is taken')", "1 / 0"]
)
def test_everything_else_is_exit_1(line: str) -> None:
    assert ran(line).returncode == 1


def test_an_event_loop_that_stands_still_ends_the_process() -> None:
    done = ran("time.sleep(25)", before="process.LOOP_TIMEOUT = 0.5")

    assert done.returncode == 1
    assert "the event loop stood still" in done.stdout + done.stderr


def test_a_thread_that_hangs_does_not_keep_the_process_from_ending() -> None:
    done = ran(
        """
        threading.Thread(target=time.sleep, args=(25,)).start()
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
        """,
        before="process.STOP_TIMEOUT = 0.5",
    )

    assert done.returncode == 1
    assert "did not stop within" in done.stdout + done.stderr
