"""Writes that name an idempotency key: done once, and a repeat gets the answer of the first."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from hashlib import sha256
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.routing import APIRoute

from pactwire.desk.api.changes import RepeatableWrite
from pactwire.desk.api.deps import DeskDependencies, identify
from pactwire.desk.api.problems import ApiError
from pactwire.edges.store import read_transaction
from pactwire.edges.store.answers import KeptAnswer, NamedWrite, find_answer
from pactwire.edges.store.store_url import Owner

HEADER = "Idempotency-Key"
MAX_KEY = 255
WRITES = frozenset({"POST", "PUT", "DELETE"})

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class KeyedRoute(APIRoute):
    """A route that looks at the key first: who has none is told nothing else."""

    def get_route_handler(self) -> Handler:
        """The handler with the key found."""
        original = super().get_route_handler()

        async def handle(request: Request) -> Response:
            desk: DeskDependencies = request.app.state.desk
            sent = request.headers.get("Authorization", "")
            request.state.key = await asyncio.to_thread(identify, desk, sent)
            return await self.answer(request, original)

        return handle

    async def answer(self, request: Request, original: Handler) -> Response:
        """The answer to a request whose key is known."""
        return await original(request)


class KeptRoute(KeyedRoute):
    """A route whose answers to writes are kept for their repeats, key by key.

    They are kept by the change itself, in its transaction (`changes.py`).
    """

    kept_by: ClassVar[Owner] = "alert"
    """The service whose store the routes change."""

    async def answer(self, request: Request, original: Handler) -> Response:
        """The kept answer to a write that names an idempotency key, or the answer now."""
        named = request.headers.get(HEADER)
        if named is None or request.method not in WRITES:
            return await original(request)
        if len(named) > MAX_KEY:
            raise ApiError(422, f"{HEADER} has {MAX_KEY} characters at most")
        write = NamedWrite(request.state.key.key_id, named, self.kept_by)
        return await answer_once(request, write, original)


class EndpointRoute(KeptRoute):
    """A route that changes endpoints."""

    kept_by = "deliver"


class FeedRoute(KeptRoute):
    """A route that changes feeds."""

    kept_by = "ingest"


async def answer_once(request: Request, write: NamedWrite, original: Handler) -> Response:
    """The kept answer, or the answer now; a refusal changes nothing, and may be mended."""
    desk: DeskDependencies = request.app.state.desk
    asked = await hash_request(request)
    if write in desk.under_way:
        named = write.idempotency_key
        raise ApiError(409, f"the first request with {HEADER} {named!r} is still under way")
    desk.under_way.add(write)
    try:
        kept = await asyncio.to_thread(_find, desk, write)
        if kept is not None:
            return _repeat(kept, RepeatableWrite(write, asked))
        request.state.repeatable = RepeatableWrite(write, asked)
        return await original(request)
    finally:
        desk.under_way.discard(write)


def _repeat(kept: KeptAnswer, asked: RepeatableWrite) -> Response:
    if kept.request_hash != asked.request_hash:
        raise ApiError(
            422, f"{HEADER} {asked.write.idempotency_key!r} was used for another request"
        )
    headers = {"Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, headers, "application/json")


async def hash_request(request: Request) -> str:
    """What makes two requests the same."""
    digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


def _find(desk: DeskDependencies, write: NamedWrite) -> KeptAnswer | None:
    with read_transaction(getattr(desk.stores, write.kept_by)) as tx:
        kept = find_answer(tx, write)
    return replace(kept, body=desk.box.open(kept.body)) if kept else None
