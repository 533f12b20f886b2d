"""Assembles the API out of its routes."""

from fastapi import FastAPI

from pactwire import __version__
from pactwire.desk.api import (
    alert_routes,
    article_routes,
    endpoint_routes,
    feed_routes,
    keeping_routes,
    ledger_routes,
    live_routes,
    watch_routes,
)
from pactwire.desk.api.body_limit import BodyLimit
from pactwire.desk.api.deps import DeskDependencies
from pactwire.desk.api.problems import PROBLEM_TYPE, install_handlers

DESCRIPTION = """Ask what pactwire knows: who belongs to what and since when, which alerts came
and why, which did not and what stopped them. Errors are problem documents (RFC 9457). Every
request needs a key, `Authorization: Bearer pw_...`; `pactwire key create` makes the first."""
PROBLEM: dict[str, object] = {
    "description": "A problem document (RFC 9457).",
    "content": {PROBLEM_TYPE: {"schema": {"type": "object"}}},
}
STATUSES: tuple[int | str, ...] = (401, 403, 404, 409, 412, 413, 422, 428, 429, 503)
REFUSALS = dict.fromkeys(STATUSES, PROBLEM)
ROUTERS = (
    ledger_routes.router,
    article_routes.router,
    watch_routes.router,
    alert_routes.router,
    live_routes.router,
    keeping_routes.silence_router,
    endpoint_routes.router,
    feed_routes.router,
    keeping_routes.router,
)


def build_api(desk: DeskDependencies) -> FastAPI:
    """The API over these dependencies."""
    api = FastAPI(
        title="pactwire desk", version=__version__, description=DESCRIPTION, redoc_url=None
    )
    api.state.desk = desk
    api.add_middleware(BodyLimit)
    install_handlers(api)
    for router in ROUTERS:
        api.include_router(router, responses=REFUSALS)
    return api
