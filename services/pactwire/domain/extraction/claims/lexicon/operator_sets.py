"""Word sets that distinguish operators when a factuality value is computed; the order of stages."""

from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire_schemas.enrichment import Stage

GRANTING = word_set(
    "approve endorse accept clear grant ratify agree-to wave-through vote-for vote-in-favour-of "
    "pass "
    "vote-in-favor-of sign-off-on greenlight rubber-stamp admit adopt allow approve-of sign invite"
)
PASSING = frozenset({"pass", "adopt", "approve", "endorse", "back"})
PAST_MARKS = frozenset(
    {"after", "since", "ever since", "when", "following", "before", "once", "until"}
)
INNER = ("INTENT", "CONSIDER", "REJECT", "FUT", "WOULD", "APPLY", "BLOCK", "PROCESS")
WEIGHING = frozenset({"consider", "weigh", "put-off", "defer", "mull", "assess"})
PENDING = word_set("request requests application applications bid bids")
LETTERS = frozenset({"letter", "letters", "petition", "petitions", "plea", "pleas"})
RANK: dict[Stage, int] = {
    "considered": 0,
    "applied": 1,
    "rejected": 2,
    "approved": 3,
    "effective": 4,
}
CONSENTS = frozenset(
    {
        "approval",
        "final approval",
        "go-ahead",
        "green light",
        "the green light",
        "consent",
        "backing",
    }
)
TALKS = frozenset({"talks", "negotiations", "negotiation"})
BID_FRIENDLY = word_set(
    "support back discuss debate delay postpone review oppose examine study vote call demand "
    "urge welcome"
)
POSSIBLE = frozenset({"possible", "not impossible", "likely", "unlikely", "conceivable"})
THINKING = word_set(
    "hope expect fear predict threaten doubt suggest propose wish want demand warn urge recommend"
)
"""Verbs whose "that" tells what isn't so, or not yet."""
STUDYING = frozenset({"study", "consider", "examine", "discuss", "debate", "review", "weigh"})
AGAINST = frozenset({"against"})
ATTEMPTS = frozenset({"attempt", "attempts", "effort", "efforts", "bid", "campaign", "drive"})
ADVISED = frozenset({"should"})
DECIDED = frozenset({"decision", "decides", "decided"})
RESOLVED = frozenset({"vow", "promise", "want", "plan", "pledge", "intend", "insist", "prefer"})
"""Who wants to stay refuses to leave."""
