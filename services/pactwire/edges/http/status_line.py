"""Keeps the status of a response whose headers can't be read: the status line came before them.

A receiver that says 200 has taken the request, even if what follows is no HTTP.
"""

import asyncio
import re
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

STATUS_LINE = re.compile(rb"HTTP/\d\.\d ([2-5]\d\d)(?: [^\r\n]*)?\r?\n")
MAX_KEPT_BYTES = 512


class StatusLineConnector(aiohttp.TCPConnector):
    """A connector whose parsing errors know the status that was read before."""

    def __init__(self, **options: Any) -> None:
        """Take the options of any TCP connector."""
        super().__init__(**options)
        self._factory = partial(StatusLineHandler, loop=self._loop)  # type: ignore[assignment]


class StatusLineHandler(ResponseHandler):
    """Looks at the first bytes of each response before the parser does."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with no bytes."""
        super().__init__(loop)
        self._head = b""

    def set_response_params(self, **params: Any) -> None:
        """A new request: what comes next is a new response."""
        self._head = b""
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Keep the head, parse, and note the status on the error if there is one."""
        if len(self._head) < MAX_KEPT_BYTES:
            self._head += data[: MAX_KEPT_BYTES - len(self._head)]
        super().data_received(data)
        error, found = self.exception(), STATUS_LINE.match(self._head)
        if error is not None and found:
            error.status_read = int(found[1])  # type: ignore[attr-defined]
