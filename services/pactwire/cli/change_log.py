"""Changes by command stand in the log of changes beside those over the API."""

import getpass

from pactwire.edges import clock
from pactwire.edges.store import Transaction
from pactwire.edges.store.audits import BY_COMMAND, AuditEntry, write_audit
from pactwire.edges.store.store_url import Owner


def log_change(tx: Transaction, action: str, subject: str, kept_by: Owner = "alert") -> None:
    """Log a change in the transaction that makes it, with the account that made it and no key."""
    entry = AuditEntry(clock.now(), getpass.getuser(), BY_COMMAND, action, subject)
    write_audit(tx, entry, kept_by)
