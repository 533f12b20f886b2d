"""Client of a service's probes on this machine: short timeout, blocking, never raising."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 1.0


@dataclass(frozen=True)
class ProbeResponse:
    """A service's response; status 0 means that nothing answered."""

    status: int
    body: str


def get_probe(url: str, timeout: float = TIMEOUT) -> ProbeResponse:
    """GET `url` within `timeout` seconds for each step."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return ProbeResponse(response.status, response.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException):
        return ProbeResponse(0, "")
    finally:
        connection.close()


def find_unready_reason(response: ProbeResponse) -> str:
    """The first reason a /ready gives, as `name: why`; empty when it gives none."""
    try:
        content = json.loads(response.body)
        checks = content.get("checks", [])
        rows = checks.items() if isinstance(checks, dict) else enumerate(checks)
        for name, check in rows:
            if isinstance(check, dict) and not check.get("ok", True):
                return f"{check.get('name', name)}: {check.get('why', '')}"
    except (ValueError, AttributeError):
        pass
    return ""
