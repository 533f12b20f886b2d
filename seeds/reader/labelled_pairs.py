"""Training examples: labelled texts as marked pairs with their label. Run by `make reader`.

A pair's label is none, or the action, the stage and whether the text only recalls the change; a
pair on which careful readers differ gives no example.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.reader.candidates import (
    PairCandidate,
    find_candidates,
    join_candidates,
    place_claim,
)
from pactwire.domain.extraction.reader.marking import mark_candidate
from pactwire.domain.reference import ReferenceData
from quality.labelled import ClaimCase, ExpectedClaim


class PairLabel(NamedTuple):
    """What is right for a pair."""

    action: str
    stage: str | None = None
    recalled: bool = False
    stage_alt: tuple[str, ...] = ()
    """Stages that are as right."""


NOTHING = PairLabel("none")


class Change(NamedTuple):
    """A labelled change, its parties by id."""

    organisations: frozenset[str]
    member: str
    action: str
    stage: str
    recalled: bool = False
    debatable: bool = False
    stage_alt: tuple[str, ...] = ()
    action_alt: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelledText:
    """A text with all changes it tells of."""

    text: str
    published: datetime | None
    changes: tuple[Change, ...]
    source: str
    held_back: bool = False
    names: tuple[tuple[frozenset[str], str, Any], ...] = field(default=())
    """Changes whose parties are still names: those of the body, of the member, the change."""


class Example(NamedTuple):
    """A marked text and its label."""

    marked: str
    label: PairLabel
    source: str
    held_back: bool


def read_cases(cases: Iterable[ClaimCase]) -> Iterator[LabelledText]:
    """The English cases of `tests/quality`."""
    for case in cases:
        if case.english:
            published = datetime.combine(case.published, time(12), UTC) if case.published else None
            changes = tuple(_change(claim) for claim in case.claims)
            kind = f"cases {case.case_set}"
            yield LabelledText(case.text, published, changes, kind, case.held_back)


def _change(claim: ExpectedClaim) -> Change:
    return Change(
        claim.organisations,
        claim.member,
        claim.action,
        claim.stage,
        claim.background or claim.optional == "background",
        claim.optional == "borderline",
        claim.stage_alt,
        claim.action_alt,
    )


def read_gold(path: Path) -> Iterator[LabelledText]:
    """Labelled texts whose parties are written as names: one JSON object a line."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        dated = row.get("date")
        published = (
            datetime.combine(datetime.fromisoformat(dated).date(), time(12), UTC) if dated else None
        )
        named = tuple(
            (
                frozenset(map(_plain, (one["organisation"], *one.get("aliases", ())))),
                _plain(one["member"]),
                one,
            )
            for one in row["changes"]
        )
        yield LabelledText(row["text"], published, (), path.stem, names=named)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("the ", "").split())


def build_examples(text: LabelledText, reference: ReferenceData) -> Iterator[Example]:
    """The examples of a text: the pairs that are read of it, the grammar's own among them."""
    document = tag_text(TextInput(text.text, 0, "en", text.published), reference)
    changes = text.changes + resolve_names(text, document)
    context = ArticleContext(document, reference)
    claims = find_claims(document, reference).claims
    actions = {place_claim(one): one.action for one in claims}
    for candidate in join_candidates(claims, find_candidates(document, context)):
        label = label_pair(changes, candidate, actions.get(candidate))
        if label is not None:
            marked = mark_candidate(candidate, context, reference)
            yield Example(marked, label, text.source, text.held_back)


def resolve_names(text: LabelledText, document: Document) -> tuple[Change, ...]:
    """The changes that were labelled by name, with the ids the document gives these names."""
    by_name: dict[str, str] = {}
    for mention in document.mentions:
        for name in (mention.name, mention.surface, mention.iso2 or mention.name):
            by_name.setdefault(_plain(name), mention.entity_id)
    return tuple(
        build_change(
            frozenset(by_name[name] for name in bodies if name in by_name),
            by_name.get(member, member.upper() if len(member) == 2 else member),
            labelled,
        )
        for bodies, member, labelled in text.names
    )


def build_change(organisations: frozenset[str], member: str, labelled: Mapping[str, Any]) -> Change:
    """A change as a line of labelled text has it, its parties by id."""
    return Change(
        organisations,
        member,
        labelled["action"],
        labelled["stage"],
        bool(labelled.get("background")) or labelled.get("optional") == "background",
        labelled.get("optional") == "borderline",
        tuple(labelled.get("stage_alt") or ()),
        tuple(labelled.get("action_alt") or ()),
    )


def label_pair(
    changes: Iterable[Change], candidate: PairCandidate, action: str | None
) -> PairLabel | None:
    """The pair's change of the grammar's action, else news before what is recalled.

    None where careful readers differ, and where it can't be told which of several changes a place
    is about.
    """
    pair = list_of_pair(changes, candidate)
    if not pair:
        return NOTHING
    same = [one for one in pair if action in {one.action, *one.action_alt}]
    if action and not same and len(pair) > 1:
        return None
    return choose_label(same or pair)


def choose_label(changes: Iterable[Change]) -> PairLabel | None:
    """News before what is recalled; None where careful readers differ on all."""
    sure = (one for one in changes if not one.debatable)
    best = min(sure, key=lambda change: change.recalled, default=None)
    return best and PairLabel(best.action, best.stage, best.recalled, best.stage_alt)


def list_of_pair(changes: Iterable[Change], candidate: PairCandidate) -> list[Change]:
    """The changes of a body and a member."""
    return [
        one
        for one in changes
        if one.member == candidate.member and candidate.organisation in one.organisations
    ]
