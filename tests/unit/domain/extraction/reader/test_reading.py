"""Which readings a document gets."""

from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.reader.reading import read_pairs
from pactwire.edges.reference import load_reference


class Listening:
    """Notes what it is asked to read."""

    version = "test"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, marked: str) -> Reading:
        self.asked.append(marked)
        return Reading("join", "effective", 0.5, 1, 1, 0)


def read(text: str, language: str = "en") -> tuple[set[tuple[str, str]], list[str]]:
    reference, reader = load_reference(), Listening()
    document = tag_text(TextInput(text, language=language), reference)
    claims = find_claims(document, reference).claims
    found = read_pairs(document, claims, reference, reader)
    return {place.pair for place in found}, reader.asked


def test_each_pair_is_read_once_the_grammars_own_among_them() -> None:
    found, asked = read("Peru left OPEC. Peru has left OPEC, Chile said.")
    assert found == {("x-opec", "PE"), ("x-opec", "CL")}
    assert len(asked) == 2


def test_only_english_is_read_and_a_long_text_without_triggers_never() -> None:
    assert read("Le Pérou quitte l'OPEP.", "fr") == (set(), [])
    assert read("Peru exports copper to OPEC states. " * 20) == (set(), [])


def test_pairs_beyond_the_grammars_own_are_left_unread_on_request() -> None:
    reference, reader = load_reference(), Listening()
    document = tag_text(TextInput("Peru left OPEC. Chile said so.", language="en"), reference)
    claims = find_claims(document, reference).claims
    own = read_pairs(document, claims, reference, reader, beyond_claims=frozenset())
    assert [place.pair for place in own] == [("x-opec", "PE")]
    assert read_pairs(document, (), reference, reader, beyond_claims=frozenset()) == {}


def test_two_changes_of_a_pair_are_each_read_where_they_stand() -> None:
    found, asked = read(
        "The African Union readmitted Mali on Monday. The African Union had suspended Mali in 2021."
    )
    assert found == {("x-african-union", "ML")}
    assert len(asked) == 2


def test_other_pairs_are_read_only_in_the_kinds_of_text_that_are_asked_for() -> None:
    reference, reader = load_reference(), Listening()
    headline, body = "Peru may quit OPEC", "Chile is to join OPEC, officials said. " * 20
    text = TextInput(f"{headline}\n{body}", headline_end=len(headline), language="en")
    document = tag_text(text, reference)
    heading = read_pairs(document, (), reference, reader, beyond_claims=frozenset({"heading"}))
    assert {place.pair for place in heading} == {("x-opec", "PE")}
    prose = read_pairs(document, (), reference, reader, beyond_claims=frozenset({"prose"}))
    assert ("x-opec", "CL") in {place.pair for place in prose}
