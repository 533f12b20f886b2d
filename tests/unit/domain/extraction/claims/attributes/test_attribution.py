"""Who said it, and whether they speak for a state."""

import pytest

from marked_text import only_claim


def test_speaker_and_quotation():
    claim = only_claim("“[Chad|TD] has joined [NATO|x-nato],” the president of [Mali|ML] said.")

    assert claim.quoted
    assert claim.speaker.official
    assert claim.speaker.entity_id == "ML"


@pytest.mark.parametrize(
    ("who", "name", "official"),
    [
        ("analysts", "analysts", False),
        ("a former minister", "former minister", False),
        ("two envoys", "two envoys", True),
        ("the foreign minister, Ann Lee,", "foreign minister, Ann Lee", True),
        ("officials, speaking on condition of anonymity,", "officials", True),
    ],
)
def test_who_speaks_for_a_state_is_official(who, name, official):
    speaker = only_claim(f"[Chad|TD] has joined [NATO|x-nato], {who} said.").speaker

    assert (speaker.name, speaker.official) == (name, official)
