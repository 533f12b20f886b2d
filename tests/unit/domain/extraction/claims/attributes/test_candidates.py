"""How sure a claim is, from what is certain about it."""

from marked_text import findings, only_claim
from pactwire.domain.extraction.claims.attributes.candidates import (
    CERTAIN_RULES,
    CERTAIN_STAGES,
    OTHER_RULES,
    RESOLVED,
)


def test_confidence_is_the_product_of_its_parts():
    claim = only_claim("[Chad|TD] joins [NATO|x-nato].")

    product = 1.0
    for part in claim.parts.values():
        product *= part
    assert claim.confidence == round(product, 3)


def test_confidence_grows_with_what_is_certain():
    common = min(CERTAIN_RULES["verb"], CERTAIN_RULES["decision"], CERTAIN_RULES["become"])
    order = ["rejected", "considered", "approved", "applied", "effective"]

    assert common > CERTAIN_RULES["noun"] > CERTAIN_RULES["causative"]
    assert common > OTHER_RULES
    assert [CERTAIN_STAGES[stage] for stage in order] == sorted(CERTAIN_STAGES.values())
    assert 0.9 < RESOLVED < 1


def test_a_named_party_is_surer_than_a_pronoun():
    named = findings("[Chad|TD] joined [NATO|x-nato].").claims[0]
    meant = findings("[Chad|TD] met them. It joined [NATO|x-nato].").claims[0]

    assert named.confidence > meant.confidence
