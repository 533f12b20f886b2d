"""Claims of whole texts: their evidence, and the bounds of the work."""

from hypothesis import given, settings
from hypothesis import strategies as st

from marked_text import WORLD, findings, marked, only_claim
from pactwire.domain.extraction.claims import extractor as claims_module
from pactwire.domain.extraction.claims.extractor import find_claims


def test_evidence_holds_member_and_body():
    text = "It rained. [Chad|TD] joins [NATO|x-nato] today. It rained again."
    claim = only_claim(text)

    assert marked(text).text[claim.start : claim.end] == "Chad joins NATO today."


PIECES = st.sampled_from(
    ["[Syria|SY]", "[NATO|x-nato]", "[ECOWAS|x-ecowas]", "joins", "to", "not", "will", ",", "and",
     "its", "membership", "bid", "of", "that", "said", "suspended", "the", "bloc", "“", ".", "\n",
     "which", "after", "becoming", "32nd", "member", "no longer", "out of", "if", "(", ")", "'s",
     "— ", "take", "back", "into", "euro", "first", "country", "let", "[Putin|x-leader]", "?"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_no_order_of_words_raises_or_leaves_the_text(pieces):
    document = marked(" ".join(pieces))

    for claim in find_claims(document, WORLD, explain=True).claims:
        assert 0 <= claim.start < claim.end <= len(document.text)


def test_the_work_on_endless_text_is_bounded(monkeypatch):
    read = []
    whole = claims_module.analyse_sentence
    monkeypatch.setattr(
        claims_module,
        "analyse_sentence",
        lambda sentence, context: read.append(1) or whole(sentence, context),
    )

    findings("[Syria|SY] joins [NATO|x-nato]. " * 3000)

    assert len(read) < 400
