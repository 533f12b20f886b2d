from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.edges.kafka.in_flight import InFlightWindow, Partition, WindowSlot

P0: Partition = ("news.articles.v1", 0)
P1: Partition = ("news.articles.v1", 1)


def filled(
    count: int, partition: Partition = P0, limit: int = 100
) -> tuple[InFlightWindow[str], list]:
    window: InFlightWindow[str] = InFlightWindow(limit)
    slots = [window.add(partition, offset, f"event {offset}") for offset in range(count)]
    for slot in slots:
        window.mark_handled(slot, 1)
    return window, slots


def test_an_event_is_let_go_when_its_only_output_is_confirmed() -> None:
    window, (slot,) = filled(1)

    assert window.mark_confirmed(slot) == [slot]
    assert window.committable_offsets == {P0: 1}
    assert window.in_flight_count == 0


def test_confirmations_out_of_order_let_go_in_order() -> None:
    window, (first, second, third) = filled(3)

    assert window.mark_confirmed(third) == []
    assert window.mark_confirmed(second) == []
    assert window.committable_offsets == {}
    assert window.mark_confirmed(first) == [first, second, third]
    assert window.committable_offsets == {P0: 3}


def test_an_event_that_is_never_confirmed_stops_the_acknowledgement_of_all_behind_it() -> None:
    window, slots = filled(10)
    stuck = slots[4]

    for slot in slots:
        if slot is not stuck:
            window.mark_confirmed(slot)

    assert window.committable_offsets == {P0: stuck.offset}
    assert window.in_flight_count == 6


def test_an_event_waits_for_every_one_of_its_outputs() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    slot = window.add(P0, 7, "an article with two claims")
    window.mark_handled(slot, 3)

    assert [window.mark_confirmed(slot) for _ in range(2)] == [[], []]
    assert window.mark_confirmed(slot) == [slot]


def test_an_event_that_is_not_handled_yet_holds_those_behind_it() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    first, second = window.add(P0, 0, "slow"), window.add(P0, 1, "quick")
    window.mark_handled(second, 0)

    assert window.committable_offsets == {}
    assert window.mark_handled(first, 0) == [first, second]


def test_an_event_without_outputs_is_let_go_at_once() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)

    assert len(window.mark_handled(window.add(P0, 0, "nothing in it"), 0)) == 1


def test_partitions_do_not_wait_for_each_other() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    held, free = window.add(P0, 0, "held"), window.add(P1, 0, "free")
    window.mark_handled(held, 1)
    window.mark_handled(free, 1)

    assert window.mark_confirmed(free) == [free]
    assert window.committable_offsets == {P1: 1}


def test_the_window_is_bounded() -> None:
    window, slots = filled(5, limit=5)

    assert window.is_full
    with pytest.raises(ValueError, match="5 events are in flight"):
        window.add(P0, 5, "one too many")
    window.mark_confirmed(slots[0])
    assert not window.is_full


def test_offsets_that_go_back_are_refused() -> None:
    window, _ = filled(3)

    with pytest.raises(ValueError, match="offset 2 "):
        window.add(P0, 2, "again")


def test_gaps_between_offsets_are_fine() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    for offset in (5, 9, 40):
        window.mark_handled(window.add(P0, offset, "after compaction"), 0)

    assert window.committable_offsets == {P0: 41}


def test_confirmations_from_before_a_rebalance_change_nothing() -> None:
    window, old = filled(3)
    window.reset()
    again = window.add(P0, 0, "the same event, read again")
    window.mark_handled(again, 1)

    assert [window.mark_confirmed(slot) for slot in old] == [[], [], []]
    assert window.committable_offsets == {}
    assert window.in_flight_count == 1
    assert not window.is_current(old[0])
    assert window.mark_confirmed(again) == [again]


def test_one_confirmation_too_many_is_a_mistake() -> None:
    window, (slot,) = filled(1)
    window.mark_confirmed(slot)

    with pytest.raises(ValueError, match="waits for nothing"):
        window.mark_confirmed(slot)


def test_an_offset_that_was_acknowledged_is_not_taken_again() -> None:
    window, (first,) = filled(1)
    window.mark_confirmed(first)

    with pytest.raises(ValueError, match=r"offset 0 of .* comes after 0"):
        window.add(P0, 0, "read a second time")
    assert window.add(P0, 1, "the next").offset == 1


def test_after_partitions_were_shared_anew_an_offset_may_come_again() -> None:
    window, (first,) = filled(1)
    window.mark_confirmed(first)
    window.reset()

    assert window.committable_offsets == {}
    assert window.mark_handled(window.add(P0, 0, "read again"), 0)
    assert window.committable_offsets == {P0: 1}


def test_a_window_that_is_full_takes_nothing_from_any_partition() -> None:
    window, _ = filled(2, limit=2)

    with pytest.raises(ValueError, match="2 events are in flight already"):
        window.add(P1, 0, "of another partition")
    assert window.in_flight_count == 2


@given(
    outputs=st.lists(st.integers(0, 3), min_size=1, max_size=30),
    partitions=st.lists(st.integers(0, 2), min_size=30, max_size=30),
    data=st.data(),
)
def test_whatever_the_order_nothing_unconfirmed_is_ever_passed(
    outputs: list[int], partitions: list[int], data: st.DataObject
) -> None:
    window: InFlightWindow[int] = InFlightWindow(100)
    slots: list[WindowSlot[int]] = []
    for offset, count in enumerate(outputs):
        slot = window.add(("t", partitions[offset]), offset, offset)
        slots.append(slot)
        window.mark_handled(slot, count)
    waiting = [t for t, count in zip(slots, outputs, strict=True) for _ in range(count)]

    for slot in data.draw(st.permutations(waiting)):
        released = window.mark_confirmed(slot)
        assert all(a.offset < b.offset for a, b in pairwise(released))
        for other in slots:
            if not other.is_done:
                assert window.committable_offsets.get(other.partition, 0) <= other.offset
    assert window.in_flight_count == 0
