"""Structured logs: short event names, ids as keys, never bodies or secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from pactwire.domain.text.clean import escape_controls

SECRET_KEYS = re.compile(r"secret|password|token|authorization|signature|body", re.IGNORECASE)
SECRET_VALUES = re.compile(
    r"whsec_[A-Za-z0-9+/=_-]+"
    r"|(?P<scheme>https?://)(?:[^/?#\s'\"<>]*@)?(?P<host>[^/?#@\s'\"<>]+)"
    r"(?:/(?=[\s'\"<>)\]]|$)|(?P<rest>[/?#][^\s'\"<>)\]]+))?"  # feeds and receivers: keys in paths
    r"|(?<=://)[^/?#\s'\"<>]+(?=@)"  # who, and with what password
    r"|(?<=[?&;\s'\"])(?P<name>(?:pass\w*|secret|\w*token|\w*key|sig\w*)=['\"]?)[^&;\s'\"]+",
    re.IGNORECASE,
)
MASKED = "***"
REPEAT_INTERVAL = 10
MAX_TRACKED_KINDS = 1000
OWN_LOGGER = "pactwire"

Log = structlog.stdlib.BoundLogger


def configure(service: str, level: str, style: Literal["auto", "json", "text"]) -> None:
    """Set up logging of this process, once, to standard error."""
    text = style == "text" or (style == "auto" and sys.stderr.isatty())
    renderer: Any = structlog.dev.ConsoleRenderer() if text else structlog.processors.JSONRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        bind_service(service),
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RateLimitedLogFilter())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                escape_values,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("faust", "mode", "aiokafka", "kafka", "aiohttp.access", "alembic", "filelock"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


class RateLimitedLogFilter(logging.Filter):
    """Passes one of similar lines in ten seconds from libraries: in an outage they log hundreds.

    Our own lines all pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self.last: dict[tuple[str, str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; it then says how many similar ones were left out before."""
        if record.name.split(".")[0] == OWN_LOGGER:
            return True
        first = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        kind = (record.name, str(record.msg), first)
        written, left_out = self.last.get(kind, (float("-inf"), 0))
        if record.created - written < REPEAT_INTERVAL:
            self.last[kind] = (written, left_out + 1)
            return False
        if len(self.last) >= MAX_TRACKED_KINDS:
            self.last.clear()
        self.last[kind] = (record.created, 0)
        if left_out:
            record.msg = f"{record.msg} ({left_out} like it left out)"
        return True


def bind_service(service: str) -> structlog.typing.Processor:
    """A processor that adds the service's name to each event, in any thread."""

    def add_service(logger: Any, method: str, event: structlog.typing.EventDict) -> Any:
        del logger, method
        event.setdefault("service", service)
        return event

    return add_service


def get_logger(name: str) -> Log:
    """A logger; `name` is the module's."""
    log: Log = structlog.stdlib.get_logger(name)
    return log


def mask_secrets(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor that hides values of secret keys and secret-looking parts of any text."""
    del logger, method
    for key, value in event.items():
        event[key] = MASKED if SECRET_KEYS.search(key) else mask_value(value)
    return event


def escape_values(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor that lets no text from outside drive the terminal where a line is read."""
    del logger, method
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = escape_controls(value)
    return event


def mask_value(value: Any) -> Any:
    """The value without what looks like a secret, whatever it lies in; texts come back as texts."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {
            key: MASKED if SECRET_KEYS.search(str(key)) else mask_value(one)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(one) for one in value]
    return mask_text(str(value)) if isinstance(value, Exception) else value


def mask_text(text: str) -> str:
    """The text with stars for passwords, tokens and what follows the host of a web address."""
    return SECRET_VALUES.sub(_mask_match, text)


def _mask_match(found: re.Match[str]) -> str:
    if found["scheme"]:
        return f"{found['scheme']}{found['host']}{'/' + MASKED if found['rest'] else ''}"
    return f"{found['name'] or ''}{MASKED}"
