"""Watches and what they are matched against: a story, a development, sets of members."""

from pactwire.domain.ledger import apply_verdict, build_development, empty_row, judge_claim
from pactwire.domain.watches import (
    MembershipSets,
)
from pactwire_schemas import Development, Watch
from sample_events import claim, enriched, later, mention

SETS = MembershipSets(
    [("x-nato", "US"), ("x-nato", "TR"), ("x-eu", "FR"), ("x-nato", "FR"), ("x-un", "SY")]
)


def watch(when: dict, **fields: object) -> Watch:
    given = {"id": "w", "name": "W", "when": when}
    return Watch.model_validate(given | fields)


def development(**fields: object) -> Development:
    incoming = claim(**fields)  # type: ignore[arg-type]
    row = empty_row(incoming.organisation, incoming.member, later())
    verdict = judge_claim(row, incoming)
    found = build_development(
        row, apply_verdict(row, incoming, verdict, later()), incoming, verdict, later()
    )
    assert found
    return found


STORY = enriched(
    1,
    mention("SY", name="Syria", field="headline"),
    mention("RU", role="source"),
    mention("TR", score=0.4),
    mention("x-isis", kind="armed_group", role="object"),
    body="Envoys spoke of FOREIGN\nfighters, and of the Straße.",
)
