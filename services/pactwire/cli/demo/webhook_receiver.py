"""A webhook receiver on loopback, as a subscriber would write it: checks each signature, answers.

It knows the signing secret and the public `standardwebhooks` package, nothing of this project.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from standardwebhooks import Webhook, WebhookVerificationError

from pactwire.edges import clock
from pactwire.edges.local.child_process import LOOPBACK
from pactwire_schemas import Alert

MAX_BODY_BYTES = 64 * 1024
CLIENT_TIMEOUT = 10.0
"""Seconds of silence after which a connection is closed."""
PATH = "/hook"


@dataclass(frozen=True)
class ReceivedWebhook:
    """One POST: who it says it is, whether the signature holds, and what was in it."""

    webhook_id: str
    verified: bool
    why_not: str
    body: dict[str, Any]
    size: int
    """Bytes of the body."""
    at: datetime


class WebhookReceiver:
    """Listens while it is open; what came is in `received`, in order."""

    def __init__(self) -> None:
        """Bind a free port; nothing is verified until `secret` is set."""
        self.secret = ""
        self.received: list[ReceivedWebhook] = []
        self._server = ThreadingHTTPServer((LOOPBACK, 0), make_handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where to send webhooks."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}{PATH}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def receive(self, headers: Mapping[str, str], body: bytes) -> ReceivedWebhook:
        """Verify one request and add it to `received`."""
        found = verify_webhook(
            self.secret, {name.lower(): value for name, value in headers.items()}, body
        )
        self.received.append(found)
        return found


def verify_webhook(secret: str, headers: dict[str, str], body: bytes) -> ReceivedWebhook:
    """One request and whether its signature holds."""
    why_not = ""
    try:
        Webhook(secret).verify(body, headers)
    except (WebhookVerificationError, ValueError, RuntimeError) as error:
        why_not = str(error) or type(error).__name__
    try:
        content = json.loads(body)
    except ValueError:
        content = {}
    return ReceivedWebhook(
        webhook_id=headers.get("webhook-id", ""),
        verified=not why_not,
        why_not=why_not,
        body=content if isinstance(content, dict) else {},
        size=len(body),
        at=clock.now(),
    )


def is_about(webhook: ReceivedWebhook, alert: Alert) -> bool:
    """True when this webhook is about that alert."""
    data = webhook.body.get("data") or {}
    return data.get("alert_id") == alert.alert_id or (
        alert.watch.watch_id in webhook.body.get("also", ())
        and (data.get("article") or {}).get("article_id") == alert.article.article_id
    )


def make_handler(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    """The handler class of one receiver."""

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "pactwire", ""
        timeout = CLIENT_TIMEOUT

        def do_POST(self) -> None:
            """204 for a good signature, 401 for a bad one."""
            given = self.headers.get("content-length") or ""
            length = min(int(given) if given.isascii() and given.isdigit() else 0, MAX_BODY_BYTES)
            found = receiver.receive(dict(self.headers.items()), self.rfile.read(length))
            self.send_response(204 if found.verified else 401)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Quiet."""

    return Handler
