"""`pactwire up` as a process: it keeps rooms up, is found, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from processes import Up, gone, is_running

ROOM = "ingest"
"""The room that dies here; it needs the shortest time to come up."""


def restarted(up: Up, old: int) -> int:
    """Wait until the room is ready with another process; gives its id."""

    def again(line: dict) -> bool:  # type: ignore[type-arg]
        rooms = {r["name"]: r for r in line.get("rooms", ())}
        return bool(rooms) and rooms[ROOM]["pid"] != old and rooms[ROOM]["state"] == "ready"

    return up.pids(up.until(again, what=f"{ROOM} ready again"))[ROOM]


def test_a_killed_room_comes_back_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        status = up.until_ready(ROOM)
        old = up.pids(status)[ROOM]
        os.kill(old, signal.SIGKILL)
        told = up.until(lambda line: line["event"] == "exit" and line["subject"] == ROOM)
        assert (told["reason"], told["code"]) == ("killed", -signal.SIGKILL)
        new = restarted(up, old)
        assert new != old
        written = json.loads((tmp_path / ".pactwire" / "up.json").read_text())
        assert written["rooms"][ROOM]["pid"] == new
        pids = [p["pid"] for p in written["rooms"].values() if p["pid"]]
        pids.append(written["broker"]["pid"])
        assert all(is_running(pid) for pid in (new, written["broker"]["pid"]))
        assert up.stop(within=10) == 0
        assert all(gone(pid) for pid in pids)
        assert not (tmp_path / ".pactwire" / "up.json").exists()


def test_when_it_is_killed_itself_its_children_go_too(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        pids = up.pids(up.until_ready(ROOM))
        up.process.kill()
        up.process.wait()
        assert all(gone(pid) for pid in pids.values())


def test_a_dead_broker_comes_back_with_its_rooms(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        pids = up.pids(up.until_ready(ROOM))
        os.kill(pids["broker"], signal.SIGKILL)
        assert restarted(up, pids[ROOM]) != pids[ROOM]
        assert gone(pids[ROOM])
        assert up.stop() == 0


def test_commands_in_the_folder_find_it(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with Up(tmp_path) as up:
            up.until_ready(ROOM)
            listed = subprocess.run(
                [sys.executable, "-m", "pactwire", "topics", "check"],
                cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
            )  # fmt: skip
            assert (listed.returncode, listed.stderr) == (0, "")
            assert up.stop() == 0


def test_a_second_one_in_the_folder_is_refused(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        up.until(lambda line: line["event"] == "broker")
        second = subprocess.run(
            [sys.executable, "-m", "pactwire", "up"],
            cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert second.returncode == 2
        assert "up already" in second.stderr
        assert "Traceback" not in second.stderr
        assert up.stop() == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--broker", "rabbit"), "neither 'embedded', 'kafka' nor HOST:PORT"),
        (("--broker", "127.0.0.1:1"), "no Kafka answers at 127.0.0.1:1"),
        (("--state", "/dev/null/x"), "cannot be used"),
    ],
)
def test_a_mistake_is_one_sentence_and_code_2(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "up", *options],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_rooms_that_are_misconfigured_are_left_down_and_say_why(tmp_path: Path) -> None:
    wrong = {"PACTWIRE_LOG__LEVEL": "loud"}
    with Up(tmp_path, environment={}) as up:
        up.until(lambda line: line["event"] == "broker")
        assert up.stop() == 0
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "up"],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, **wrong},
    )  # fmt: skip
    assert done.returncode == 2
    assert "PACTWIRE_LOG__LEVEL" in done.stderr
