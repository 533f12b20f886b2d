"""The alert service's tables. Bodies are the events' own JSON; columns are for queries."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
)

from pactwire.edges.store.columns import Moment, make_answer_table, make_audit_table, metadata

ID = String()
WORD = String(16)

counters = Table(
    "counters",
    metadata,
    Column("name", ID, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)
"""What has changed: `watches` and `ledger` count up, `reference` says what was seeded."""

claims = Table(
    "claims",
    metadata,
    Column("event_id", ID, primary_key=True),
    Column("claim_id", ID, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("organisation", ID, nullable=False),
    Column("member", ID, nullable=False),
    Column("article_id", ID, nullable=False, index=True),
    Column("verdict", WORD, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("development_id", ID),
    Column("body", Text, nullable=False),
    Column("judged_at", Moment, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Index(None, "judged_at"),
    Index(None, "organisation", "member", "sequence"),
)
"""Every claim that was judged, and how: a repeat finds its row here. `sequence` counts a pair's."""

ledger = Table(
    "ledger",
    metadata,
    Column("organisation", ID, primary_key=True),
    Column("member", ID, primary_key=True),
    Column("status", WORD, nullable=False),
    Column("ordinal", Integer),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("base", Text),
    Index(None, "member", "status"),
    Index(None, "organisation", "ordinal"),
)
"""Who belongs to what; revision 0 is reference data that no claim has touched. `base` is the row
that the claims of its log were added to."""

ledger_log = Table(
    "ledger_log",
    metadata,
    Column("organisation", ID, primary_key=True),
    Column("member", ID, primary_key=True),
    Column("claim_id", ID, primary_key=True),
    Column("members", Integer),
    Column("holder", Text),
    Column("body", Text, nullable=False),
)
"""The newest claims of each row by their dates, with what other rows said of their numbers."""

developments = Table(
    "developments",
    metadata,
    Column("development_id", ID, primary_key=True),
    Column("change_id", ID, nullable=False, index=True),
    Column("organisation", ID, nullable=False),
    Column("member", ID, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("body", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Index(None, "occurred_at"),
    Index(None, "organisation", "member", "sequence"),
)
"""Material verdicts; `change_id` is the first development of the same change. `sequence` counts a
pair's."""

readings = Table(
    "readings",
    metadata,
    Column("article_id", ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("claims", Text, nullable=False),
    Column("withdrawn", Text, nullable=False),
    Column("canceled", Boolean, nullable=False, server_default=false()),
    Column("read_at", Moment, nullable=False),
    Index(None, "read_at"),
)
"""What the newest version of an article claims, what it took back, and whether it is canceled."""

watches = Table(
    "watches",
    metadata,
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""Watches in force; `origin` is `command` or the watch file's name."""

watch_origins = Table(
    "watch_origins",
    metadata,
    Column("watch_id", ID, primary_key=True),
    Column("origin", Text, nullable=False),
)
"""Where each watch comes from that there is or was: an id stays its owner's, as its alerts do."""

stories = Table(
    "stories",
    metadata,
    Column("watch_id", ID, primary_key=True),
    Column("article_id", ID, primary_key=True),
    Column("content_hash", ID, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("alert_id", ID, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("terms", Text, nullable=False, server_default=""),
    Column("folded_because", Text, nullable=False, server_default=""),
    Column("report", Text, nullable=False, server_default=""),
    Index(None, "seen_at"),
    Index(None, "watch_id", "content_hash", "seen_at"),
    Index(None, "alert_id"),
)
"""Stories that a watch matched, to recognise what reports the same. A folded one has the alert it
was folded into, why, and the report as it is shown."""

story_bands = Table(
    "story_bands",
    metadata,
    Column("watch_id", ID, primary_key=True),
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ID, primary_key=True),
    Index(None, "watch_id", "article_id"),
    sqlite_with_rowid=False,
)
"""The stories' signatures in pieces, and their most telling terms: only stories that share one are
compared."""

decisions = Table(
    "decisions",
    metadata,
    Column("match_id", ID, primary_key=True),
    Column("watch_id", ID, nullable=False, index=True),
    Column("decision", WORD, nullable=False),
    Column("because", Text, nullable=False),
    Column("alert_id", ID),
    Column("decided_at", Moment, nullable=False),
    Index(None, "decided_at"),
)
"""The decision on every match; `because` says why there was no alert."""

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", ID, primary_key=True),
    Column("watch_id", ID, nullable=False),
    Column("change_id", ID, nullable=False),
    Column("article_id", ID, nullable=False, index=True),
    Column("kind", WORD, nullable=False),
    Column("msg_type", WORD, nullable=False),
    Column("body", Text, nullable=False),
    Column("alerted_at", Moment, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("state", WORD, nullable=False, server_default="sent"),
    Column("state_because", Text, nullable=False, server_default=""),
    Column("due_at", Moment),
    Column("sent_at", Moment),
    Index(None, "kind", "alerted_at"),
    Index(None, "watch_id", "change_id", "sequence"),
    Index(None, "state", "due_at"),
    Index(None, "watch_id", "sent_at"),
)
"""Every alert. `change_id` is the first development of its change, or the story's article id.
`sequence` counts a watch's alerts on it: the order of decisions, whatever the clock said.
`state` is sent, held (until `due_at`), releasing, digested or suppressed, and why."""

silences = Table(
    "silences",
    metadata,
    Column("silence_id", ID, primary_key=True),
    Column("watch_id", ID),
    Column("entity_id", ID),
    Column("until", Moment, nullable=False, index=True),
    Column("created_by", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""Alerts that somebody does not want until a moment; of a watch, an entity, or both."""

feedback = Table(
    "feedback",
    metadata,
    Column("alert_id", ID, primary_key=True),
    Column("watch_id", ID, nullable=False),
    Column("rule", ID, nullable=False),
    Column("label", WORD, nullable=False),
    Column("note", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", Moment, nullable=False, index=True),
    Column("body", Text, nullable=False),
)
"""What people thought of alerts; `body` is the alert, which may be past its retention by then."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", ID, primary_key=True),
    Column("secret_hash", ID, nullable=False),
    Column("owner", ID, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)
"""Keys of the API; `secret_hash` alone is kept of what the caller was shown once."""

audit_log = make_audit_table("audit_log")
"""Every change of watches, silences, feedback and keys, and who made it."""

kept_answers = make_answer_table("kept_answers")
"""Answers to changes of what this service keeps, each written with its change."""
