"""How often a key may ask: a bucket that fills evenly and holds a minute's worth."""

from dataclasses import dataclass, field


@dataclass
class RateLimiter:
    """One bucket a key; moments are seconds of a clock that never goes back."""

    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, key_id: str, per_minute: int, now: float) -> float:
        """Take one request; 0.0 when it is allowed, else seconds until one would be."""
        left, since = self._buckets.get(key_id, (float(per_minute), now))
        left = min(float(per_minute), left + (now - since) * per_minute / 60)
        if left < 1:
            self._buckets[key_id] = left, now
            return (1 - left) * 60 / per_minute
        self._buckets[key_id] = left - 1, now
        return 0.0
