"""Addresses of stores: judged without opening one, and each service's own."""

import os
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pactwire.edges.store.engine import NO_SUCH_STORE

Owner = Literal["ingest", "alert", "deliver"]
"""The services that have a store."""
OWNERS: tuple[Owner, ...] = get_args(Owner)
FIRST_OWNER: Owner = "alert"
"""Whose store the settings name; the others' are beside it."""
SCHEMA_PREFIX = "pactwire_"


def locate_store(url: str, owner: Owner) -> str:
    """The URL of a service's own store, from that of the settings; what is no URL stays so."""
    if owner == FIRST_OWNER or find_url_problem(url):
        return url
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        own = address.set(database=str(file.with_name(f"{file.stem}-{owner}{file.suffix}")))
    else:
        given = address.query.get("options", "")
        options = [given] if isinstance(given, str) else list(given)
        path = f"-csearch_path={SCHEMA_PREFIX}{owner}"
        own = address.update_query_dict({"options": " ".join((*options, path)).strip()})
    return own.render_as_string(hide_password=False)


def find_url_problem(url: str) -> str | None:
    """Why no store can be at a SQLAlchemy URL; None when one can. Asks no server."""
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        return NO_SUCH_STORE
    backend = address.get_backend_name()
    if backend == "sqlite":
        return _find_file_problem(address)
    return _find_driver_problem(address) if backend == "postgresql" else NO_SUCH_STORE


def _find_driver_problem(address: URL) -> str | None:
    try:
        address.get_dialect().import_dbapi()
    except ModuleNotFoundError as missing:
        return f"it needs the package {missing.name}: install pactwire[postgresql]"
    return None


def _find_file_problem(address: URL) -> str | None:
    if not address.database or address.database == ":memory:":
        return "it must name a file: services can't share a store in memory"
    file = Path(address.database).absolute()
    if file.is_dir():
        return f"{file} is a folder; name a file in it"
    folder = next(place for place in file.parents if place.exists())
    if not folder.is_dir():
        return f"{folder} is no folder"
    if not file.exists() and not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} does not let us write {file}"
    return None
