"""Writes that name an idempotency key: done once, and a repeat gets the answer of the first."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from pactwire.desk.api.deps import DeskDependencies, identify
from pactwire.desk.api.problems import ApiError
from pactwire.domain.access import ApiKey
from pactwire.edges.store import read_transaction, write_transaction
from pactwire.edges.store.api_keys import KeptAnswer, find_answer, keep_answer

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
    """A route whose answers to writes are kept for their repeats, key by key."""

    async def answer(self, request: Request, original: Handler) -> Response:
        """The kept answer to a write that names an idempotency key, or the answer now."""
        named = request.headers.get(HEADER)
        if named is None or request.method not in WRITES:
            return await original(request)
        if len(named) > MAX_KEY:
            raise ApiError(422, f"{HEADER} has {MAX_KEY} characters at most")
        return await answer_once(request, named, original)


async def answer_once(request: Request, named: str, original: Handler) -> Response:
    """The kept answer, or the answer now, which is kept; a refusal is not, and may be mended."""
    desk: DeskDependencies = request.app.state.desk
    key: ApiKey = request.state.key
    asked = await hash_request(request)
    write = key.key_id, named
    if write in desk.under_way:
        raise ApiError(409, f"the first request with {HEADER} {named!r} is still under way")
    desk.under_way.add(write)
    try:
        kept = await asyncio.to_thread(_find, desk, key, named)
        if kept is not None:
            return _repeat(kept, asked, named)
        response = await original(request)
        answer = KeptAnswer(asked, response.status_code, bytes(response.body).decode())
        await asyncio.to_thread(_keep, desk, key, named, answer)
        return response
    finally:
        desk.under_way.discard(write)


def _repeat(kept: KeptAnswer, asked: str, named: str) -> Response:
    if kept.request_hash != asked:
        raise ApiError(422, f"{HEADER} {named!r} was used for another request")
    headers = {"Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, headers, "application/json")


async def hash_request(request: Request) -> str:
    """What makes two requests the same."""
    digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


def _find(desk: DeskDependencies, key: ApiKey, named: str) -> KeptAnswer | None:
    with read_transaction(desk.stores.alert) as tx:
        kept = find_answer(tx, key.key_id, named)
    return replace(kept, body=desk.box.open(kept.body)) if kept else None


def _keep(desk: DeskDependencies, key: ApiKey, named: str, answer: KeptAnswer) -> None:
    """Keep an answer sealed: it may hold the secret of an endpoint."""
    sealed = replace(answer, body=desk.box.seal(answer.body))
    with write_transaction(desk.stores.alert) as tx:
        keep_answer(tx, key.key_id, named, sealed, desk.now())
