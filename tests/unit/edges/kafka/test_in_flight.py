from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.edges.kafka.in_flight import InFlight, InFlightWindow, Partition

P0: Partition = ("news.articles.v1", 0)
P1: Partition = ("news.articles.v1", 1)


def filled(
    count: int, partition: Partition = P0, limit: int = 100
) -> tuple[InFlightWindow[str], list]:
    window: InFlightWindow[str] = InFlightWindow(limit)
    tickets = [window.take(partition, offset, f"event {offset}") for offset in range(count)]
    for ticket in tickets:
        window.handled(ticket, 1)
    return window, tickets


def test_an_event_is_let_go_when_its_only_output_is_confirmed() -> None:
    window, (ticket,) = filled(1)

    assert window.confirmed(ticket) == [ticket]
    assert window.positions == {P0: 1}
    assert window.inflight == 0


def test_confirmations_out_of_order_let_go_in_order() -> None:
    window, (first, second, third) = filled(3)

    assert window.confirmed(third) == []
    assert window.confirmed(second) == []
    assert window.positions == {}
    assert window.confirmed(first) == [first, second, third]
    assert window.positions == {P0: 3}


def test_an_event_that_is_never_confirmed_stops_the_acknowledgement_of_all_behind_it() -> None:
    window, tickets = filled(10)
    stuck = tickets[4]

    for ticket in tickets:
        if ticket is not stuck:
            window.confirmed(ticket)

    assert window.positions == {P0: stuck.offset}
    assert window.inflight == 6


def test_an_event_waits_for_every_one_of_its_outputs() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    ticket = window.take(P0, 7, "an article with two claims")
    window.handled(ticket, 3)

    assert [window.confirmed(ticket) for _ in range(2)] == [[], []]
    assert window.confirmed(ticket) == [ticket]


def test_an_event_that_is_not_handled_yet_holds_those_behind_it() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    first, second = window.take(P0, 0, "slow"), window.take(P0, 1, "quick")
    window.handled(second, 0)

    assert window.positions == {}
    assert window.handled(first, 0) == [first, second]


def test_an_event_without_outputs_is_let_go_at_once() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)

    assert len(window.handled(window.take(P0, 0, "nothing in it"), 0)) == 1


def test_partitions_do_not_wait_for_each_other() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    held, free = window.take(P0, 0, "held"), window.take(P1, 0, "free")
    window.handled(held, 1)
    window.handled(free, 1)

    assert window.confirmed(free) == [free]
    assert window.positions == {P1: 1}


def test_the_window_is_bounded() -> None:
    window, tickets = filled(5, limit=5)

    assert window.full
    with pytest.raises(ValueError, match="5 events are in flight"):
        window.take(P0, 5, "one too many")
    window.confirmed(tickets[0])
    assert not window.full


def test_offsets_that_go_back_are_refused() -> None:
    window, _ = filled(3)

    with pytest.raises(ValueError, match="offset 2 "):
        window.take(P0, 2, "again")


def test_gaps_between_offsets_are_fine() -> None:
    window: InFlightWindow[str] = InFlightWindow(10)
    for offset in (5, 9, 40):
        window.handled(window.take(P0, offset, "after compaction"), 0)

    assert window.positions == {P0: 41}


def test_confirmations_from_before_a_rebalance_change_nothing() -> None:
    window, old = filled(3)
    window.forget()
    again = window.take(P0, 0, "the same event, read again")
    window.handled(again, 1)

    assert [window.confirmed(ticket) for ticket in old] == [[], [], []]
    assert window.positions == {}
    assert window.inflight == 1
    assert not window.holds(old[0])
    assert window.confirmed(again) == [again]


def test_one_confirmation_too_many_is_a_mistake() -> None:
    window, (ticket,) = filled(1)
    window.confirmed(ticket)

    with pytest.raises(ValueError, match="waits for nothing"):
        window.confirmed(ticket)


def test_an_offset_that_was_acknowledged_is_not_taken_again() -> None:
    window, (first,) = filled(1)
    window.confirmed(first)

    with pytest.raises(ValueError, match=r"offset 0 of .* comes after 0"):
        window.take(P0, 0, "read a second time")
    assert window.take(P0, 1, "the next").offset == 1


def test_after_partitions_were_shared_anew_an_offset_may_come_again() -> None:
    window, (first,) = filled(1)
    window.confirmed(first)
    window.forget()

    assert window.positions == {}
    assert window.handled(window.take(P0, 0, "read again"), 0)
    assert window.positions == {P0: 1}


def test_a_window_that_is_full_takes_nothing_from_any_partition() -> None:
    window, _ = filled(2, limit=2)

    with pytest.raises(ValueError, match="2 events are in flight already"):
        window.take(P1, 0, "of another partition")
    assert window.inflight == 2


@given(
    outputs=st.lists(st.integers(0, 3), min_size=1, max_size=30),
    partitions=st.lists(st.integers(0, 2), min_size=30, max_size=30),
    data=st.data(),
)
def test_whatever_the_order_nothing_unconfirmed_is_ever_passed(
    outputs: list[int], partitions: list[int], data: st.DataObject
) -> None:
    window: InFlightWindow[int] = InFlightWindow(100)
    tickets: list[InFlight[int]] = []
    for offset, count in enumerate(outputs):
        ticket = window.take(("t", partitions[offset]), offset, offset)
        tickets.append(ticket)
        window.handled(ticket, count)
    waiting = [t for t, count in zip(tickets, outputs, strict=True) for _ in range(count)]

    for ticket in data.draw(st.permutations(waiting)):
        released = window.confirmed(ticket)
        assert all(a.offset < b.offset for a, b in pairwise(released))
        for other in tickets:
            if not other.done:
                assert window.positions.get(other.partition, 0) <= other.offset
    assert window.inflight == 0
