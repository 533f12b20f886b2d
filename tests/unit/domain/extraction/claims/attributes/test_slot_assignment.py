"""Which of two dates a date in the sentence is."""

import pytest

from marked_text import only_claim


@pytest.mark.parametrize(
    ("text", "announced", "effective"),
    [
        ("[Chad|TD] will join [NATO|x-nato] on Friday.", None, "2026-05-22"),
        ("[Chad|TD] joined [NATO|x-nato] on Friday.", None, "2026-05-15"),
        ("[Chad|TD] joined [NATO|x-nato], the minister said on Friday.", "2026-05-15", None),
        (
            "On Friday the minister said that [Chad|TD] has joined [NATO|x-nato].",
            "2026-05-15",
            None,
        ),
        ("After the vote on Friday, [Chad|TD] joined [NATO|x-nato].", None, None),
        ("[NATO|x-nato] suspended [Chad|TD] on Friday from 1 June.", "2026-05-15", "2026-06-01"),
    ],
)
def test_a_date_goes_to_the_saying_or_to_the_change(text, announced, effective):
    claim = only_claim(text, "2026-05-20")

    dates = [fact and fact.on.isoformat() for fact in (claim.announced_on, claim.effective_on)]
    assert dates == [announced, effective]
