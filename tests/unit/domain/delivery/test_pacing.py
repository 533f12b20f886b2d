"""Slots are shared in turns; slow receivers lose theirs and those that answer never wait."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.delivery.pacing import SLOW_SLOTS, Load, Pace, share_slots

PROVEN = Pace(window=10, is_proven=True)
SLOW = Pace(is_slow=True)


def test_an_endpoint_begins_with_one_grows_while_it_is_quick_and_loses_what_it_won() -> None:
    pace, windows = Pace(), []
    for _ in range(6):
        windows.append(pace.window)
        pace = pace.after_attempt(0.01, 100, delivered=True)
    assert windows == [1, 2, 4, 8, 10, 10]
    assert pace.after_attempt(2, 100, delivered=True) == Pace(5, is_slow=True)
    assert pace.after_attempt(15, 100, delivered=False) == Pace(1, is_slow=True)
    assert pace.after_attempt(0.01, 100, delivered=False) == Pace(1, is_proven=True)


def test_each_gets_one_before_any_gets_two() -> None:
    loads = dict.fromkeys("abc", Load(PROVEN))
    assert share_slots("abc", loads, 2) == {"a": 1, "b": 1}
    assert share_slots("cab", loads, 4) == {"c": 2, "a": 1, "b": 1}


def test_a_crowd_of_unknown_receivers_leaves_half_of_the_slots_to_those_that_answer() -> None:
    crowd = [f"new{number}" for number in range(1000)]
    shares = share_slots([*crowd, "good"], {"good": Load(PROVEN)}, 20)
    assert shares.pop("good") == 10
    assert sum(shares.values()) == 10


def test_attempts_that_take_long_hold_no_slot_of_others() -> None:
    hanging = {f"h{number}": Load(PROVEN, under_way=5, overdue=1) for number in range(4)}
    loads = {**hanging, "good": Load(PROVEN)}
    assert share_slots([*hanging, "good"], loads, 20) == {"good": 10}


def test_slow_endpoints_have_slots_of_their_own_and_no_more() -> None:
    slow = {f"s{number}": Load(SLOW) for number in range(2 * SLOW_SLOTS)}
    assert sum(share_slots([*slow], slow, 20).values()) == SLOW_SLOTS
    good = {"good": Load(PROVEN)}
    taken = {name: Load(SLOW, under_way=1) for name in [*slow][: SLOW_SLOTS + 15]}
    assert share_slots(["good"], {**taken, **good}, 20) == {"good": 5}


loads = st.builds(
    Load,
    st.builds(Pace, st.integers(1, 10), st.booleans(), st.booleans()),
    st.integers(0, 10),
    st.integers(0, 3),
)


@given(st.dictionaries(st.sampled_from("abcdefghijklmnop"), loads), st.integers(1, 30))
def test_no_share_goes_beyond_a_window_or_the_slots(known: dict[str, Load], slots: int) -> None:
    shares = share_slots(sorted(known), known, slots)
    quick: Counter[bool] = Counter()
    for endpoint, share in shares.items():
        load = known[endpoint]
        assert load.under_way + share <= load.window
        quick[load.is_slow] += share
    assert quick[True] <= SLOW_SLOTS
    assert quick[False] <= slots
    idle = all(load.under_way == 0 for load in known.values())
    assert not idle or not known or shares
