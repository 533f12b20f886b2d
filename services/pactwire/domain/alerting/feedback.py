"""What people thought of alerts, and the labelled cases that they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from pactwire_schemas import Alert, MembershipClaim
from pactwire_schemas.enrichment import Action, Stage

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


class ClaimKey(NamedTuple):
    """A claim as a labelled case has it."""

    organisation: str
    member: str
    action: Action
    stage: Stage


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


def build_cases(words: Iterable[Feedback]) -> list[dict[str, Any]]:
    """Labelled cases in the format of the quality sets, one a text, of words in their order.

    What was read rightly is a claim of its case; a text of which all was read wrongly is a near
    miss. Several alerts may be on one claim, and several claims in one text: of a claim the last
    word counts. Where a label decides nothing about the reading there is no case.
    """
    texts: dict[str, dict[ClaimKey, Feedback]] = {}
    for word in words:
        if word.alert.development and word.label != "wrong_entity":
            claim = word.alert.development.claim
            texts.setdefault(claim.evidence.quote, {})[_claim_key(claim)] = word
    return [_build_case(text, list(said.values())) for text, said in texts.items()]


def _build_case(text: str, words: Sequence[Feedback]) -> dict[str, Any]:
    right = [key for key in map(_right_claim, words) if key]
    article = words[0].alert.article
    case: dict[str, Any] = {
        "text": text,
        "class": CLASSES[right[0].action] if right else NEAR_MISS,
        "language": article.language,
        "note": "; ".join(dict.fromkeys(word.note for word in words if word.note)),
        "claims": [key._asdict() for key in right],
    }
    if article.published_at:
        case["published"] = article.published_at.date().isoformat()
    return case


def _right_claim(word: Feedback) -> ClaimKey | None:
    """The claim that an alert is on, where it was read rightly."""
    development = word.alert.development
    return _claim_key(development.claim) if development and word.label in RIGHT else None


def _claim_key(claim: MembershipClaim) -> ClaimKey:
    organisation, member = claim.organisation.entity_id, claim.member.entity_id
    return ClaimKey(organisation, member, claim.action, claim.stage)
