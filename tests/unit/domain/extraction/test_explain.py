"""The text as it is explained: cut into segments, nothing lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.explain import segment_text
from pactwire.edges.reference import load_reference

REFERENCE = load_reference()


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
def test_the_explained_text_is_the_text(text):
    document = tag_text(TextInput(text), REFERENCE, explain=True)
    assert "".join(segment.text for segment in segment_text(document)) == text
