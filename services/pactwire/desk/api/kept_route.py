"""Writes that name an idempotency key: done once, and a repeat gets the answer of the first."""

import asyncio
from collections.abc import Callable, Coroutine
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from pactwire.desk.api.deps import DeskDependencies, authenticate
from pactwire.desk.api.problems import ApiError
from pactwire.domain.access import ApiKey
from pactwire.edges.store import read_transaction, write_transaction
from pactwire.edges.store.api_keys import KeptAnswer, find_answer, keep_answer

HEADER = "Idempotency-Key"
MAX_KEY = 255
WRITES = frozenset({"POST", "PUT", "DELETE"})
SERVER_ERROR = 500
TOO_MANY = 429

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class KeptRoute(APIRoute):
    """A route whose answers to writes are kept for their repeats, key by key."""

    def get_route_handler(self) -> Handler:
        """The handler that looks for a kept answer first."""
        original = super().get_route_handler()

        async def handle(request: Request) -> Response:
            named = request.headers.get(HEADER)
            if named is None or request.method not in WRITES:
                return await original(request)
            return await answer_once(request, named[:MAX_KEY], original)

        return handle


async def answer_once(request: Request, named: str, original: Handler) -> Response:
    """The kept answer, or the answer now, which is kept unless it is a fault of ours."""
    desk: DeskDependencies = request.app.state.desk
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    key = await asyncio.to_thread(authenticate, desk, sent)
    asked = await hash_request(request)
    kept = await asyncio.to_thread(_find, desk, key, named)
    if kept is not None:
        if kept.request_hash != asked:
            raise ApiError(422, f"{HEADER} {named!r} was used for another request")
        return Response(kept.body, kept.status, media_type="application/json")
    response = await original(request)
    if response.status_code < SERVER_ERROR and response.status_code != TOO_MANY:
        body = bytes(response.body).decode()
        answer = KeptAnswer(asked, response.status_code, body)
        await asyncio.to_thread(_keep, desk, key, named, answer)
    return response


async def hash_request(request: Request) -> str:
    """What makes two requests the same."""
    digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


def _find(desk: DeskDependencies, key: ApiKey, named: str) -> KeptAnswer | None:
    with read_transaction(desk.stores.alert) as tx:
        return find_answer(tx, key.key_id, named)


def _keep(desk: DeskDependencies, key: ApiKey, named: str, answer: KeptAnswer) -> None:
    with write_transaction(desk.stores.alert) as tx:
        keep_answer(tx, key.key_id, named, answer, desk.now())
