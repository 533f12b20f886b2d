"""Changes over the API: each is one transaction with its row in the log and its answer.

So a process that dies leaves all of it or nothing, and the repeat of a write that named an
idempotency key gets the answer of the first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from pydantic_core import to_json

from pactwire.desk.api.deps import Desk, DeskDependencies, require
from pactwire.desk.api.problems import ApiError
from pactwire.domain.access import ApiKey, Scope
from pactwire.edges.store import Transaction, write_transaction
from pactwire.edges.store.answers import KeptAnswer, NamedWrite, keep_answer
from pactwire.edges.store.audits import AuditEntry, write_audit
from pactwire.edges.store.store_url import Owner

OK = 200


class RepeatableWrite(NamedTuple):
    """A write that named an idempotency key, and what makes two requests the same."""

    write: NamedWrite
    request_hash: str


@dataclass(frozen=True)
class ChangeRequest:
    """A request of somebody who may make a change."""

    desk: DeskDependencies
    key: ApiKey
    kept_by: Owner
    """The service in whose store the change is made."""
    status: int
    """Of the answer when all is well."""
    repeatable: RepeatableWrite | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """What the change is made in; it ends with `complete`."""
        with write_transaction(getattr(self.desk.stores, self.kept_by)) as tx:
            yield tx

    def complete(self, tx: Transaction, action: str, subject: str, answer: object = None) -> None:
        """Log the change, and keep the answer to it sealed: it may hold the secret of an endpoint.

        Raises:
            ApiError: another process has made the same change meanwhile.
        """
        now = self.desk.now()
        entry = AuditEntry(now, self.key.owner, self.key.key_id, action, subject)
        write_audit(tx, entry, self.kept_by)
        if self.repeatable is None:
            return
        body = "" if answer is None else to_json(answer).decode()
        kept = KeptAnswer(self.repeatable.request_hash, self.status, self.desk.box.seal(body))
        if not keep_answer(tx, self.repeatable.write, kept, now):
            raise ApiError(409, "this was done meanwhile; ask again for its answer")


def join_change(scope: Scope, kept_by: Owner) -> Callable[..., ChangeRequest]:
    """A dependency that gives a change to whoever has a key with that scope."""

    def join(
        request: Request, desk: Desk, key: Annotated[ApiKey, Depends(require(scope))]
    ) -> ChangeRequest:
        status = request.scope["route"].status_code or OK
        repeatable = getattr(request.state, "repeatable", None)
        return ChangeRequest(desk, key, kept_by, status, repeatable)

    return join


WatchChange = Annotated[ChangeRequest, Depends(join_change("watches", "alert"))]
FeedbackChange = Annotated[ChangeRequest, Depends(join_change("alerts", "alert"))]
KeyChange = Annotated[ChangeRequest, Depends(join_change("admin", "alert"))]
EndpointChange = Annotated[ChangeRequest, Depends(join_change("endpoints", "deliver"))]
FeedChange = Annotated[ChangeRequest, Depends(join_change("feeds", "ingest"))]
