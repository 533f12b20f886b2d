"""Structured logs: short event names, ids as keys, never bodies or secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

SECRET_KEYS = re.compile(r"secret|password|token|authorization|signature|body", re.IGNORECASE)
SECRET_VALUES = re.compile(r"whsec_[A-Za-z0-9+/=]+|(?<=://)[^/@\s]+:[^/@\s]+(?=@)")
MASK = "***"

Log = structlog.stdlib.BoundLogger


def configure(room: str, level: str, style: Literal["auto", "json", "text"]) -> None:
    """Set up logging of this process, once, to standard error."""
    text = style == "text" or (style == "auto" and sys.stderr.isatty())
    renderer: Any = structlog.dev.ConsoleRenderer() if text else structlog.processors.JSONRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("faust", "mode", "aiokafka", "kafka", "aiohttp.access", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    structlog.contextvars.bind_contextvars(room=room)


def get(name: str) -> Log:
    """A logger; `name` is the module's."""
    log: Log = structlog.stdlib.get_logger(name)
    return log


def mask(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor that hides values of secret keys and secret-looking parts of any text."""
    del logger, method
    for key, value in event.items():
        if SECRET_KEYS.search(key):
            event[key] = MASK
        elif isinstance(value, str):
            event[key] = SECRET_VALUES.sub(MASK, value)
    return event
