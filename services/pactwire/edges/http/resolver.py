"""Asks name servers without blocking a thread, within a limit of time, and remembers the answers.

A name server that is silent costs those who wait for its names, and nobody else. While a name
can't be resolved again its last addresses serve on (RFC 8767), and what failed is not asked
again for some seconds.
"""

import asyncio
import socket
from dataclasses import dataclass
from functools import partial

from aiodns.error import ARES_ENODATA, ARES_ENOTFOUND, DNSError
from aiohttp import AsyncResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from pactwire import logs
from pactwire.edges.clock import monotonic

log = logs.get_logger(__name__)

FRESH = 60.0
"""Seconds for which an answer is used without asking again."""
STALE = 3600.0
"""Seconds for which an answer serves when nothing newer can be had."""
FAILED = 10.0
"""Seconds for which a failure is an answer."""
MAX_NAMES = 10_000
NO_ADDRESS = (ARES_ENODATA, ARES_ENOTFOUND)
"""What a name server says of names that have no address."""

Question = tuple[str, int]
"""A name and an address family."""


class LookupFailed(OSError):  # noqa: N818
    """No address was found; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What was found at a moment (monotonic), or why nothing was."""

    at: float
    addresses: tuple[ResolveResult, ...] = ()
    problem: str = ""
    is_final: bool = False
    """A name server said so; older addresses serve no longer."""


class CachedResolver(AbstractResolver):
    """A resolver with a cache; one lookup serves all who ask the same at once."""

    def __init__(self, upstream: AbstractResolver, timeout: float) -> None:
        """Ask `upstream`, for so many seconds at most."""
        self._upstream = upstream
        self._timeout = timeout
        self._answers: dict[Question, Answer] = {}
        self._lookups: dict[Question, asyncio.Task[Answer]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name.

        Raises:
            LookupFailed: there are none, or no answer came in time.
        """
        question = (host, int(family))
        known = self._answers.get(question)
        if known is None or not _is_fresh(known, monotonic()):
            known = await self._look_up(question, known)
        if not known.addresses:
            raise LookupFailed(None, known.problem)
        return [ResolveResult(**{**one, "port": port}) for one in known.addresses]

    async def close(self) -> None:
        """End the lookups under way."""
        for lookup in self._lookups.values():
            lookup.cancel()
        await asyncio.gather(*self._lookups.values(), return_exceptions=True)
        await self._upstream.close()

    async def _look_up(self, question: Question, known: Answer | None) -> Answer:
        lookup = self._lookups.get(question)
        if lookup is None:
            lookup = asyncio.create_task(self._ask(question))
            self._lookups[question] = lookup
            lookup.add_done_callback(partial(self._end_lookup, question))
        if known and known.addresses and monotonic() - known.at < STALE:
            return known  # the new answer serves those who come later
        return await asyncio.shield(lookup)

    def _end_lookup(self, question: Question, lookup: asyncio.Task[Answer]) -> None:
        """Log a lookup that ended by a bug: its callers may be gone, or have an older answer."""
        self._lookups.pop(question, None)
        error = None if lookup.cancelled() else lookup.exception()
        if error is not None:
            log.error("lookup.ended", name=question[0], error=repr(error), exc_info=error)

    async def _ask(self, question: Question) -> Answer:
        """Ask upstream and remember; silence replaces no addresses that still serve."""
        host, family = question
        try:
            async with asyncio.timeout(self._timeout):
                found = await self._upstream.resolve(host, 0, socket.AddressFamily(family))
            answer = Answer(monotonic(), tuple(found))
        except TimeoutError:
            answer = Answer(monotonic(), problem="no name server answered in time")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "the name can't be resolved"
            answer = Answer(monotonic(), problem=reason, is_final=says_there_is_none(error))
        known = self._answers.get(question)
        if answer.addresses or answer.is_final or not (known and known.addresses):
            self._remember(question, answer)
        return answer

    def _remember(self, question: Question, answer: Answer) -> None:
        """Keep an answer, the newest last; the oldest go when there are too many."""
        self._answers.pop(question, None)
        self._answers[question] = answer
        while len(self._answers) > MAX_NAMES:
            del self._answers[next(iter(self._answers))]


def says_there_is_none(error: Exception) -> bool:
    """Whether a name server said that the name has no address, instead of nothing."""
    cause = error.__cause__
    return isinstance(cause, DNSError) and bool(cause.args) and cause.args[0] in NO_ADDRESS


def _is_fresh(answer: Answer, now: float) -> bool:
    return now - answer.at < (FRESH if answer.addresses else FAILED)


def open_resolver(timeout: float) -> CachedResolver:
    """The resolver of a session: the system's name servers and hosts file.

    A lookup ends after so many seconds.
    """
    return CachedResolver(AsyncResolver(), timeout)
