"""Logs: an outage doesn't flood them, every line names its service, secrets don't show."""

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from pactwire import logs


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def record(name: str, message: str, *args: object, at: float = 0) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "", 0, message, args, None)
    made.created = at
    return made


def test_like_lines_of_a_library_are_written_once_in_ten_seconds() -> None:
    sparing = logs.RateLimitedLogFilter()
    seconds = [step / 10 for step in range(205)]
    lines = [record("aiokafka.client", "no way to node %s", 1, at=at) for at in seconds]
    written = [line.getMessage() for line in lines if sparing.filter(line)]
    assert written == [
        "no way to node 1",
        "no way to node 1 (99 like it left out)",
        "no way to node 1 (99 like it left out)",
    ]


def test_other_lines_pass_meanwhile() -> None:
    sparing = logs.RateLimitedLogFilter()
    lines = [
        record("aiokafka", "no way to node %s", 1),
        record("aiokafka", "no way to node %s", 2),
        record("aiokafka", "the coordinator is gone"),
        record("pactwire.alert.app", "watches.behind"),
        record("pactwire.alert.app", "watches.behind"),
    ]
    assert all(sparing.filter(line) for line in lines)


def test_lines_of_libraries_name_the_service_and_hide_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("alert", "info", "json")
    logging.getLogger("aiokafka").error("cannot reach %s", "sasl://me:open-sesame@host")
    logs.get_logger("pactwire.test").info("endpoint.added", secret="open-sesame", endpoint="desk")
    out = capsys.readouterr().err
    theirs, ours = (json.loads(line) for line in out.splitlines())
    assert (theirs["service"], ours["service"], ours["endpoint"]) == ("alert", "alert", "desk")
    assert "open-sesame" not in out


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_text_from_outside_drives_the_terminal(
    style: Literal["text", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("ingest", "info", style)
    logs.get_logger("pactwire.x").warning("feed.failed", reason="no\x1b[2J\x9b\u202e feed")
    logging.getLogger("library").warning("said \x1b]0;owned\x07")
    written = capsys.readouterr().err
    assert "\\u001b[2J" in written
    assert not any(sign in written for sign in "\x9b\u202e\x07")
    assert "\x1b[2J" not in written
    assert "\x1b]0;" not in written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:open-sesame@db/x", "postgresql://***@db/x"),
        ("postgresql://me:open@sesame@db/x", "postgresql://***@db/x"),
        ("postgresql://db/x?password=open-sesame&a=b", "postgresql://db/x?password=***&a=b"),
        ("host=db password='open-sesame' port=1", "host=db password='***' port=1"),
        ("https://hooks.example/T0/open-sesame: gone", "https://hooks.example/*** gone"),
        ("Cannot reach https://x.example?key=open-sesame", "Cannot reach https://x.example/***"),
        ("<https://me:open-sesame@x.example/feed>", "<https://x.example/***>"),
        ("https://me:open-sesame@x.example", "https://x.example"),
        ("ready at http://127.0.0.1:8080", "ready at http://127.0.0.1:8080"),
        ("whsec_open-sesame=", "***"),
    ],
)
def test_no_text_shows_a_secret(text: str, shown: str) -> None:
    assert logs.mask_text(text) == shown


def test_nothing_of_a_line_shows_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("deliver", "info", "json")
    url = "https://hooks.example/open-sesame"
    log = logs.get_logger("pactwire.test")
    log.info("x", urls=[url], more={"at": (url,), "token": "open-sesame"}, error=OSError(url))
    for logger in (log, logging.getLogger("aiohttp.client")):
        try:
            raise OSError(f"cannot write to {url}")
        except OSError:
            logger.exception("failed %s", url) if logger is not log else log.exception("failed")
    out = capsys.readouterr().err
    assert len([json.loads(line) for line in out.splitlines()]) == 3
    assert out.count("cannot write to https://hooks.example/***") == 2
    assert "open-sesame" not in out
