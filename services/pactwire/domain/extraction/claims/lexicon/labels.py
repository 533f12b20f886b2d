"""What a word can do in a sentence about membership: the labels of `seeds/grammar/lexicon.yaml`.

The grammar looks at labels, never at words. A label that the data gives and this list lacks fails
the build.
"""

from typing import Literal, get_args

Change = Literal[
    "JOIN", "JOIN_TO", "JOIN_AS", "ADOPT", "LEAVE", "LEAVE_FROM", "TERMINATE", "SIGN", "SUSPEND",
    "HALT", "HALTED", "EXPEL", "EXPEL_FROM", "OUST", "ADMIT", "WELCOME", "ELECT", "CHOSEN",
    "INVITE", "REINSTATE", "UNBAR", "SPURN", "SWAP", "RISE", "ACTS_ON", "BECOME", "MAKE", "CLEAR",
    "CAUSE", "BRINGING", "TAKING_IN", "PARTAKE", "STAY", "STAYOUT", "REJOIN", "WISH", "OUT",
    "LAPSE", "OFFLIST",
]  # fmt: skip
"""Verbs and phrases that tell of a change, or of a state that changes."""

ChangeNoun = Literal[
    "N_JOIN", "N_SIGN", "N_ADOPT", "N_RETURN", "N_LEAVE", "N_SUSPEND", "N_EXPEL", "N_REINSTATE",
    "N_PART", "N_INVITE", "N_BREXIT", "SEAT", "RIGHTS", "TERM", "FLAG", "PAPER", "NOD", "PLEA",
    "TAIL", "STATUS", "DOC", "PROCESS", "INTENT", "VETO_TAIL", "TURN_SUSPEND", "TURN_EXPEL",
    "TURN_REINSTATE",
]  # fmt: skip
"""Nouns of a change, and nouns that go with them: an accession treaty, a letter, a flag."""

Operator = Literal[
    "CONSIDER", "APPLY", "APPROVE", "APPROVE_FOR", "COMPLETE", "REPORT", "REJECT", "TURNED",
    "NODDED", "AGAINST", "BLOCK", "DENY", "FOLLOW", "FACTIVE", "VOTING", "OWN", "BACK", "GAIN",
    "LOSE", "SURRENDER", "LIFT", "FAIL", "ENDS", "GRANT", "IMPOSE", "DEFER", "OPEN", "CONTEST",
    "NEARING", "ANSWER", "YES", "SHORT", "READY",
]  # fmt: skip
"""What a word does to the change it governs: plans it, grants it, refuses it, tells of it."""

Function = Literal[
    "FUT", "COND", "WOULD", "ALMOST", "NEG", "BE", "HAVE", "DO", "ADV", "PREP", "SUBORD", "REL",
    "CONJ", "DET", "PRON", "POSS", "NEXT", "NUM", "TO", "HYPHEN", "ADJ",
]  # fmt: skip
"""Auxiliaries, links, determiners; "HYPHEN" and "ADJ" are given by form."""

Role = Literal[
    "MEMBER", "PARTY", "NATION", "CANDIDATE", "OBSERVER", "REP", "AGENT", "GPARTY", "GBODY",
]  # fmt: skip
"""Nouns for who joins and what is joined."""

Inflection = Literal[
    "VERB", "VB", "VBZ", "VBD", "VBN", "VBG", "f:base", "f:s", "f:ed", "f:en", "f:ing",
]  # fmt: skip
"""Penn tags of verb forms."""

Label = Change | ChangeNoun | Operator | Function | Role | Inflection
LABELS: frozenset[str] = frozenset(label for group in get_args(Label) for label in get_args(group))
