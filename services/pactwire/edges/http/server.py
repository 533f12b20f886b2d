"""An HTTP server that its clients can't wear out: connections have a number, waiting has a time.

A connection on which the client is to do something (send a head or a body, ask again, take the
answer) waits so long and no longer; when all connections are taken, the one that has waited
longest makes room. Bodies arrive as they were sent: `request_body` decodes them within bounds.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from pactwire import logs
from pactwire.edges.http.problems import SERVER_NAME, build_problem, to_problem, write_raw_problem
from pactwire.metrics import Metrics

log = logs.get_logger(__name__)

LINGERING_SECONDS = 2.0
"""How long the rest of a refused body is read and dropped, so that the answer arrives."""
Answerer = Callable[[Any], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class ServerLimits:
    """What clients may take; times in seconds."""

    connections: int = 100
    client_timeout: float = 10.0
    """For the head of a request, again for its body, and again to take the answer."""
    idle_timeout: float = 20.0
    """Between an answer and the next request."""


class ClientRegistry:
    """The open connections of a server, and those that wait for their client, longest first."""

    def __init__(self, limits: ServerLimits, metrics: Metrics) -> None:
        """Begin with none."""
        self.limits = limits
        self._metrics = metrics
        self._open: set[BoundedConnection] = set()
        self._waiting: dict[BoundedConnection, None] = {}

    def admit(self, connection: "BoundedConnection") -> bool:
        """Take a connection in; False when all are taken and none of them waits."""
        if len(self._open) >= self.limits.connections:
            longest = next(iter(self._waiting), None)
            self.count_dropped("number")
            if longest is None:
                return False
            longest.abort()
            self.remove(longest)
        self._open.add(connection)
        return True

    def set_waiting(self, connection: "BoundedConnection", *, waiting: bool) -> None:
        """Whether the connection waits for its client, from now on."""
        self._waiting.pop(connection, None)
        if waiting and connection in self._open:
            self._waiting[connection] = None

    def remove(self, connection: "BoundedConnection") -> None:
        """Forget a connection."""
        self._open.discard(connection)
        self._waiting.pop(connection, None)

    def count_dropped(self, reason: str) -> None:
        """Count a connection that was closed before its client was done."""
        self._metrics.clients_dropped.labels(reason).inc()


class BoundedConnection(web.RequestHandler):
    """One connection within its limits."""

    def __init__(self, server: "BoundedServer", **options: Any) -> None:
        """Serve the requests of one client."""
        super().__init__(server, **options)
        self._clients = server.clients
        self._limits = server.clients.limits
        self._timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._is_idle = False
        self._has_partial_head = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request, or refuse the connection."""
        super().connection_made(transport)
        if self._clients.admit(self):
            self._wait(self._limits.client_timeout)
        else:
            self._close_with(503, "all connections are taken; send the same again later")

    def data_received(self, data: bytes) -> None:
        """Take bytes; the first ones after an answer begin a request, which has its time."""
        if data and self._is_idle:
            self._is_idle = False
            self._wait(self._limits.client_timeout)
        self._has_partial_head = self._has_partial_head or bool(data)
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection."""
        self._clients.remove(self)
        self._cancel_timers()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client takes nothing: it has its time for that, too."""
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self._write_timer = loop.call_later(self._limits.client_timeout, self._expire)

    def resume_writing(self) -> None:
        """The client takes the answer again."""
        super().resume_writing()
        if self._write_timer:
            self._write_timer.cancel()

    def begin_request(self) -> None:
        """The head of a request is here: the next step is ours."""
        self._has_partial_head = self._is_idle = False
        self._cancel_timers()
        self._clients.set_waiting(self, waiting=False)

    @asynccontextmanager
    async def reading_body(self) -> AsyncIterator[None]:
        """Wait for the client's body inside the block; raises TimeoutError."""
        self._clients.set_waiting(self, waiting=True)
        try:
            async with asyncio.timeout(self._limits.client_timeout):
                yield
        finally:
            self._clients.set_waiting(self, waiting=False)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer, errors as problem documents, and wait for the next request."""
        if isinstance(resp, web.HTTPException):
            resp = to_problem(resp)
        resp.headers["Server"] = SERVER_NAME
        if resp.status >= web.HTTPBadRequest.status_code and not request.content.is_eof():
            resp.force_close()
        sent = await super().finish_response(request, resp, start_time)
        self._is_idle, self._has_partial_head = True, False
        self._wait(self._limits.idle_timeout)
        return sent

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The problem document of a request that is not HTTP, or of a mistake of ours."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun; another can't be sent")
        if status < web.HTTPInternalServerError.status_code:
            log.debug("request.unreadable", reason=message)
            problem = build_problem(status, "this is not a request that HTTP/1.1 knows")
        else:
            if not isinstance(exc, ConnectionError):  # the client left: nobody's mistake
                log.error("request.failed", exc_info=exc)
            problem = build_problem(status, "the request failed; the reason is in the log")
        problem.force_close()
        return problem

    def abort(self) -> None:
        """Close at once; what was not taken by the client is lost."""
        if self.transport is not None:
            self.transport.abort()

    def _wait(self, seconds: float) -> None:
        if self.transport is None:
            return
        self._clients.set_waiting(self, waiting=True)
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._expire)

    def _expire(self) -> None:
        if not self._is_idle:
            self._clients.count_dropped("slow")
        if self._has_partial_head and self.transport and not self.transport.get_write_buffer_size():
            self._close_with(408, "the request did not come in time; send the same again")
        else:
            self.abort()

    def _close_with(self, status: int, detail: str) -> None:
        if self.transport is not None:
            self.transport.write(write_raw_problem(status, detail))
        self.force_close()

    def _cancel_timers(self) -> None:
        for timer in (self._timer, self._write_timer):
            if timer:
                timer.cancel()


class BoundedServer(web.Server):
    """Makes a `BoundedConnection` of each connection."""

    def __init__(self, handler: Answerer, clients: ClientRegistry, request_factory: Any) -> None:
        """Answer requests with `handler`."""

        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            if isinstance(request.protocol, BoundedConnection):
                request.protocol.begin_request()
            return await handler(request)

        super().__init__(handle, request_factory=request_factory)
        self.clients = clients

    def __call__(self) -> BoundedConnection:
        """The protocol of a new connection."""
        return BoundedConnection(
            self,
            loop=asyncio.get_running_loop(),
            access_log=None,
            auto_decompress=False,
            lingering_time=LINGERING_SECONDS,
        )


class BoundedRunner(web.AppRunner):
    """Runs an application within limits."""

    def __init__(
        self,
        app: web.Application,
        limits: ServerLimits,
        metrics: Metrics,
        shutdown_timeout: float = 5.0,
    ) -> None:
        """Prepare to run; `setup` begins, as with any runner."""
        super().__init__(app, shutdown_timeout=shutdown_timeout)
        self._clients = ClientRegistry(limits, metrics)

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return BoundedServer(made.request_handler, self._clients, made.request_factory)
