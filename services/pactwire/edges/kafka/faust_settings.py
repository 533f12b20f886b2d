"""Settings of Faust as data; each one guards against a fault that was measured.

Faust itself is imported by `worker` alone.
"""

from typing import Any

COMMIT_INTERVAL = 0.2
"""Seconds; few repeats after a kill."""
START_TIMEOUT = 30.0
"""Seconds a worker may take to reach its broker."""
SETTLE_TIMEOUT = 5.0
"""Seconds a start may take to finish before it is undone: a broker waits three for a group's first
members. What is stopped half started stays connected, and in its group."""
DRAIN_TIMEOUT = 3.0
"""Seconds to wait for events in flight, before stopping or a rebalance."""
STOP_TIMEOUT = 3.0
"""Seconds Faust has to leave its consumer group."""
MONITOR_INTERVAL = 2.0
"""Seconds between two checks of the lag."""

FAUST_SETTINGS: dict[str, Any] = {
    "autodiscover": False,
    "broker_commit_interval": COMMIT_INTERVAL,
    "broker_max_poll_interval": 120.0,
    "broker_max_poll_records": 200,
    "broker_rebalance_timeout": 30.0,
    "broker_request_timeout": 30.0,
    "consumer_auto_offset_reset": "earliest",
    # A topic that was away when the broker was asked is missed no longer than this.
    "consumer_metadata_max_age_ms": 10_000,
    "consumer_max_fetch_size": 4 * 1024 * 1024 + 256 * 1024,
    "processing_guarantee": "at_least_once",
    "producer_acks": -1,
    "stream_buffer_maxsize": 256,
    "stream_wait_empty": True,
    "table_standby_replicas": 0,
    "topic_allow_declare": False,
    "topic_disable_leader": True,
    "web_enabled": False,
}
"""For every worker; what depends on the broker is added from its settings."""


def heartbeat_interval(session_timeout: float) -> float:
    """Seconds between heartbeats: a third of the session, at most three."""
    return min(3.0, session_timeout / 3)
