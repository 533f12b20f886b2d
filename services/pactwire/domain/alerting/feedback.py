"""What people thought of an alert, and the labelled case that it makes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from pactwire_schemas import Alert
from pactwire_schemas.enrichment import Action

Label = Literal["useful", "noise", "wrong_entity", "wrong_event", "duplicate", "late"]
USEFUL: Label = "useful"
LABELS: tuple[Label, ...] = get_args(Label)
RIGHT: frozenset[Label] = frozenset({"useful", "duplicate", "late", "noise"})
"""Labels under which the reading was right, whatever the alert was worth."""

CLASSES: dict[Action, str] = {
    "join": "joining", "leave": "leaving", "suspend": "suspension", "expel": "expulsion",
    "reinstate": "reinstatement",
}  # fmt: skip
NEAR_MISS = "near-other-sense"
"""The class of a text out of which nothing should have been read."""


@dataclass(frozen=True)
class Feedback:
    """One person's word on an alert; the last one counts."""

    alert: Alert
    label: Label
    note: str
    given_by: str
    given_at: datetime

    @property
    def rule(self) -> str:
        """What read the alert's claim; mentions have no rule."""
        return self.alert.why.rule or "mention"


@dataclass(frozen=True)
class Precision:
    """How many alerts of one rule or watch were worth sending, of those with a label."""

    name: str
    useful: int
    labelled: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.useful / self.labelled if self.labelled else 0.0


def build_case(feedback: Feedback) -> dict[str, Any] | None:
    """A labelled case in the format of the quality sets; None where the label decides nothing.

    What was read rightly is a case with its claim; a wrong event is one without.
    """
    development = feedback.alert.development
    if development is None or feedback.label == "wrong_entity":
        return None
    claim, article = development.claim, feedback.alert.article
    case: dict[str, Any] = {
        "text": claim.evidence.quote,
        "class": CLASSES[claim.action] if feedback.label in RIGHT else NEAR_MISS,
        "language": article.language,
        "note": feedback.note,
        "claims": [],
    }
    if article.published_at:
        case["published"] = article.published_at.date().isoformat()
    if feedback.label in RIGHT:
        case["claims"] = [
            {
                "organisation": claim.organisation.entity_id,
                "member": claim.member.entity_id,
                "action": claim.action,
                "stage": claim.stage,
            }
        ]
    return case
