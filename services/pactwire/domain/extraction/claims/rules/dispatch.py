"""Dispatches to the rules of accessions, requests and responses by a word's label."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.rules.accessions import (
    match_bringing_in,
    match_entry,
    match_rank_rise,
    match_taking_in,
)
from pactwire.domain.extraction.claims.rules.elections import match_contest, match_failed_vote
from pactwire.domain.extraction.claims.rules.idioms import (
    match_currency_change,
    match_flag_raising,
    match_new_member,
)
from pactwire.domain.extraction.claims.rules.requests import (
    match_instrument_sending,
    match_invitation,
    match_request,
)
from pactwire.domain.extraction.claims.rules.responses import (
    match_answer,
    match_ended_candidacy,
    match_left_off_list,
    match_nod,
)
from pactwire.domain.extraction.claims.rules.terms import match_term
from pactwire.domain.extraction.claims.tokens.tokens import Token

ENTRANCES = (
    ("ANSWER", match_answer),
    ("RISE", match_rank_rise),
    ("JOIN_AS", match_entry),
    ("TAKING_IN", match_taking_in),
    ("FLAG", match_flag_raising),
    ("SWAP", match_currency_change),
    ("MEMBER", match_new_member),
    ("TAIL", match_instrument_sending),
    ("PAPER", match_instrument_sending),
    ("NOD", match_nod),
    ("BRINGING", match_bringing_in),
    ("TAIL", match_request),
    ("PLEA", match_request),
    ("N_INVITE", match_invitation),
    ("LAPSE", match_ended_candidacy),
    ("NEG", match_ended_candidacy),
    ("OFFLIST", match_left_off_list),
    ("CONTEST", match_contest),
    ("SHORT", match_failed_vote),
    ("TERM", match_term),
)
LABELS = tuple(label for label, _ in ENTRANCES)


def apply_label_rules(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """All rules of coming in that a token's labels call for."""
    for label, rule in ENTRANCES:
        if label in token.tags:
            rule(analysis, index)
