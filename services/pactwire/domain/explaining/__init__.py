"""Why an alert came, and why none did: the way of an article or claim, step by step."""

from pactwire.domain.explaining.journey import (
    Journey,
    MadeDecision,
    MadeDelivery,
    Step,
    StepName,
    describe_journey,
)
from pactwire.domain.explaining.why import (
    AlertFacts,
    FoldedReport,
    JudgedReport,
    describe_alert,
    explain_alert,
)
from pactwire.domain.explaining.why_not import (
    ClaimFacts,
    StoryFacts,
    trace_claim,
    trace_story,
    trace_unread,
)

__all__ = [
    "AlertFacts",
    "ClaimFacts",
    "FoldedReport",
    "Journey",
    "JudgedReport",
    "MadeDecision",
    "MadeDelivery",
    "Step",
    "StepName",
    "StoryFacts",
    "describe_alert",
    "describe_journey",
    "explain_alert",
    "trace_claim",
    "trace_story",
    "trace_unread",
]
