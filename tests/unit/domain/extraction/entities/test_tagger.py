"""What holds for any text: offsets quote it, the reading is the same every time, nothing raises."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
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
def test_offsets_quote_the_surface(text):
    document = tag_text(TextInput(text), REFERENCE, explain=True)
    for hit in document.mentions:
        assert text[hit.start : hit.end] == hit.surface
        assert hit.surface
        assert 0 <= hit.score <= 1
    for drop in document.rejected:
        assert text[drop.start : drop.end] == drop.surface
    for cue in document.cues:
        assert 0 <= cue.start < cue.end <= len(text)


@RELAXED
@given(TEXTS)
def test_hits_are_in_order_and_the_same_every_time(text):
    first = tag_text(TextInput(text), REFERENCE)
    assert list(first.mentions) == sorted(first.mentions, key=lambda hit: hit.start)
    assert tag_text(TextInput(text), REFERENCE) == first


@RELAXED
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_text_raises_and_each_is_kept_as_it_was(text):
    assert tag_text(TextInput(text), REFERENCE, explain=True).text == text


def test_the_moment_of_publication_is_kept(reference):
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    assert tag_text(TextInput("Syria", published_at=moment), reference).published_at == moment


def test_no_name_goes_across_the_end_of_a_clause(reading):
    document = reading("They flew over the Virgin Islands; British planes turned back.")
    assert [hit.surface for hit in document.mentions] == ["Virgin Islands", "British"]


def codes(document: Document) -> set[str]:
    return {hit.iso2 for hit in document.mentions if hit.iso2}


def test_every_decision_has_its_reason(reading):
    document = reading("Lebanon, Ohio, and Michael Jordan; Syria and a Guinea pig.")
    assert all(hit.why for hit in document.mentions)
    reasons = {drop.surface: drop.why for drop in document.rejected}
    assert "Guinea pig is a" in reasons["Guinea pig"]
    assert "Lebanon" in " ".join(reasons)
    assert all(reasons.values())


def test_a_name_after_thousands_of_others_is_still_read(reading):
    crowd = "Syria Iraq Iran Oman " * 4000
    document = reading(f"{crowd}\n\nAt last Paraguay joined Mercosur.")
    assert {"PY", "SY", "IQ", "IR", "OM"} <= codes(document)
    assert len(document.mentions) < 5000


def test_a_long_list_of_different_states_is_read_whole(reading):
    states = (
        "Chile, Peru, Ghana, Benin, Mali, Nepal, Qatar, Kenya, Malta, Spain, Italy, Egypt, Libya"
    )
    document = reading(f"{states}. {states}. {states}.")
    assert len(document.mentions) == 39
