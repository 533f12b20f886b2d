"""The ledger: what one more claim does to what is known of a membership. Values in, values out."""

from pactwire.domain.ledger.applying import apply
from pactwire.domain.ledger.developing import develop
from pactwire.domain.ledger.entries import Change, Row, Voice, untouched
from pactwire.domain.ledger.judging import UNCOUNTED, Census, judge
from pactwire.domain.ledger.opening import KnownMembershipPeriod, opening_rows
from pactwire.domain.ledger.verdicts import MATERIAL, Effect, Verdict, VerdictReason

__all__ = [
    "MATERIAL",
    "UNCOUNTED",
    "Census",
    "Change",
    "Effect",
    "KnownMembershipPeriod",
    "Row",
    "Verdict",
    "VerdictReason",
    "Voice",
    "apply",
    "develop",
    "judge",
    "opening_rows",
    "untouched",
]
