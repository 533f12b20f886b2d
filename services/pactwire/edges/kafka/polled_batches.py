"""Reads batches that kafka-python has polled, as `record_batches` reads those of the stages.

The library gives up on compressions whose packages are not installed, and on a header name that is
no UTF-8; `listen` and `dead` read whatever lies on a topic.
"""

from collections.abc import Iterator
from typing import Any

from kafka.consumer import fetcher
from kafka.record.default_records import DefaultRecordBatch
from kafka.record.memory_records import MemoryRecords

from pactwire.edges.kafka.record_batches import read_or_mark


class PolledBatch(DefaultRecordBatch):  # type: ignore[misc]
    """A batch of version 2; its offsets and attributes are the library's."""

    __slots__ = ("_raw",)

    def __init__(self, raw: memoryview) -> None:
        """`raw` is the batch as it came, header and all."""
        super().__init__(raw)
        self._raw = raw

    def __iter__(self) -> Iterator[Any]:
        """The records, or one that stands for a batch that can't be read."""
        return read_or_mark(self._raw, self.last_offset, self.max_timestamp)


class PolledRecords(MemoryRecords):  # type: ignore[misc]
    """The batches of one fetch, in place of the library's own."""

    __slots__ = ()

    def next_batch(self, *given: Any) -> Any:
        """The next batch; None after the last."""
        raw = self._next_slice
        batch = super().next_batch(*given)
        is_ours = isinstance(batch, DefaultRecordBatch) and not batch.is_control_batch
        return PolledBatch(raw) if is_ours else batch


def install_polled_reader() -> None:
    """Make kafka-python read polled batches with this module; it has no setting for that."""
    fetcher.MemoryRecords = PolledRecords
