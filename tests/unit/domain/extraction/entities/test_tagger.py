"""What holds for any text: offsets quote it, the reading is the same every time, nothing raises."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactwire.domain.extraction.entities import Text, read
from pactwire.domain.extraction.explain import stretches
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
