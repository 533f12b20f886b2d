"""Bodies of requests are read up to a size, before anything looks at them."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pactwire.desk.api.problems import build_problem

MAX_BODY = 2 * 1024 * 1024


class BodyLimit:
    """Reads a body whole, and answers 413 as soon as it is too large."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on the request with its body, or refuse it."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        read = await read_messages(receive)
        if read is None:
            refusal = build_problem(413, f"a body has {MAX_BODY} bytes at most")
            await refusal(scope, receive, send)
            return

        async def replay() -> Message:
            return read.pop(0) if read else await receive()

        await self.app(scope, replay, send)


async def read_messages(receive: Receive) -> list[Message] | None:
    """The messages of a body; None when it is too large."""
    read: list[Message] = []
    size, more = 0, True
    while more:
        message = await receive()
        read.append(message)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
        if size > MAX_BODY:
            return None
    return read
