"""Asking a service of this machine for its probes: short, blocking, never raising."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 1.0


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is nobody there."""

    status: int
    body: str


def get(url: str, patience: float = PATIENCE) -> Answer:
    """GET `url` within `patience` seconds for each step."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)
    try:
        connection.request("GET", place.path)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException):
        return Answer(0, "")
    finally:
        connection.close()


def why_not_ready(answer: Answer) -> str:
    """The first reason a /ready gives, as `name: why`; empty when it gives none."""
    try:
        told = json.loads(answer.body)
        checks = told.get("checks", [])
        rows = checks.items() if isinstance(checks, dict) else enumerate(checks)
        for name, check in rows:
            if isinstance(check, dict) and not check.get("ok", True):
                return f"{check.get('name', name)}: {check.get('why', '')}"
    except (ValueError, AttributeError):
        pass
    return ""
