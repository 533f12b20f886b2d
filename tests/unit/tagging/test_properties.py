"""What holds for any text: offsets quote it, nothing raises, time grows with length."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactwire.domain.explanation import stretches
from pactwire.domain.tagging import Text, read
from pactwire.edges.reference import reference

KNOWLEDGE = reference()
NAMES = st.sampled_from(
    ["Syria", "US", "us", "U.S.", "NATO", "Georgia", "Jordan", "South Korea", "Turkey", "ICC",
     "(ICC)", "the euro", "Côte d’Ivoire", "Ｓｙｒｉａ", "S\u200byria", "سوريا", "Россия", "中国",
     "Lebanon, Ohio", "North and South Korea", "Michael Jordan", "African Union (AU)", "Trump"]
)  # fmt: skip
GLUE = st.sampled_from(
    [" ", "  ", "\n", "\n\n", ", ", ". ", "-", "’s ", " and ", "(", ")", "\t", ""]
)
TEXTS = st.lists(st.one_of(NAMES, GLUE, st.text(max_size=8)), max_size=40).map("".join)
RELAXED = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(TEXTS)
def test_offsets_quote_the_surface(text):
    document = read(Text(text), KNOWLEDGE, explain=True)
    for hit in document.hits:
        assert text[hit.start : hit.end] == hit.surface
        assert hit.surface
        assert 0 <= hit.score <= 1
    for drop in document.dropped:
        assert text[drop.start : drop.end] == drop.surface
    for cue in document.cues:
        assert 0 <= cue.start < cue.end <= len(text)


@RELAXED
@given(TEXTS)
def test_hits_are_in_order_and_the_same_every_time(text):
    first = read(Text(text), KNOWLEDGE)
    assert list(first.hits) == sorted(first.hits, key=lambda hit: hit.start)
    assert read(Text(text), KNOWLEDGE) == first


@RELAXED
@given(TEXTS)
def test_the_explained_text_is_the_text(text):
    document = read(Text(text), KNOWLEDGE, explain=True)
    assert "".join(stretch.text for stretch in stretches(document)) == text


@RELAXED
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_text_raises(text):
    read(Text(text), KNOWLEDGE, explain=True)


HOSTILE = [
    "a", "us ", "US ", "Syria ", "Syria, Syria and ", "South Korea North Korea and ", "Georgia ",
    "NATO (NATO) ", "the African Union (AU) AU ", "ICC (ICC) ", "AU ", " \n", "U.S.", "Ｓｙｒｉａ ",
    "S\u200by\u200br\u200bi\u200ba ", "e\u0301", "وسوريا ", "中国叙利亚", "России ", "Jordan ",
    "Michael Jordan and Jordan ", "Trump said Bush ", "x  y  ", "Lebanon, Ohio, ", "(((((",
    "\u0301", "Polish polish ", "“Syria” said, ", "West West Germany and ", "euro the euro ",
]  # fmt: skip


def seconds(text: str) -> float:
    best = 1e9
    for _ in range(3):
        begun = time.process_time()
        read(Text(text), KNOWLEDGE)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_no_faster_than_length(unit):
    """Four times the text takes at most nine times as long; quadratic rules would take sixteen."""
    small, large = (unit * (size // len(unit)) for size in (25_000, 100_000))
    assert seconds(large) < 9 * seconds(small) + 0.005
