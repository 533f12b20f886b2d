"""Ways of coming in, and of being kept out, that have a rule of their own: dispatch by label."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.rules.accessions import (
    brought_in,
    coming_as,
    rising,
    taken_in,
)
from pactwire.domain.extraction.claims.rules.elections import contested, fallen_short
from pactwire.domain.extraction.claims.rules.idioms import (
    at_home,
    counted,
    flags,
    knocking,
    money,
    on_the_road,
)
from pactwire.domain.extraction.claims.rules.requests import invited, pleading, sending_papers
from pactwire.domain.extraction.claims.rules.responses import (
    answering,
    no_candidate,
    nodded,
    none_for,
    off_the_list,
    wanting_in,
)
from pactwire.domain.extraction.claims.tokens.tokens import Token

ENTRANCES = (
    ("ANSWER", answering),
    ("RISE", rising),
    ("JOIN_AS", coming_as),
    ("JOIN", coming_as),
    ("TAKING_IN", taken_in),
    ("FLAG", flags),
    ("SWAP", money),
    ("MEMBER", counted),
    ("SEAT", at_home),
    ("KNOCK", knocking),
    ("TAIL", sending_papers),
    ("PAPER", sending_papers),
    ("NOD", nodded),
    ("NEARING", on_the_road),
    ("BRINGING", brought_in),
    ("TAIL", pleading),
    ("PLEA", pleading),
    ("N_INVITE", invited),
    ("LAPSE", no_candidate),
    ("NEG", no_candidate),
    ("OFFLIST", off_the_list),
    ("WANTS_IN", wanting_in),
    ("CONTEST", contested),
    ("SHORT", fallen_short),
)
LABELS = tuple(label for label, _ in ENTRANCES)


def entrances(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """All rules of coming in that a token's labels call for."""
    for label, rule in ENTRANCES:
        if label in token.tags:
            rule(analysis, index)
    if token.low == "no":
        none_for(analysis, index)
