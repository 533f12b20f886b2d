"""The papers by which a member leaves: "its letter of withdrawal", "an instrument of denunciation".

Whoever signs, sends or deposits one has decided; it takes effect later.
"""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Reading
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.noun_arguments import Nominal
from pactwire.domain.extraction.claims.scope.governors import Ascent
from pactwire.domain.extraction.claims.tokens.context import Member

PAPERS = listed(
    "instrument instruments letter letters note notice notification decree declaration act "
    "document documents papers"
)
TELLING = frozenset({"inform", "notify"})
"""As in "informs the union of its withdrawal": a notice without the word."""
SENDING = listed("sign deposit submit lodge file send hand deliver present dispatch issue publish")


def on_paper(reading: Reading, nominal: Nominal) -> bool:
    """Whether the noun belongs to a paper that somebody signs or sends."""
    if nominal.action != "leave" or reading.low(nominal.first - 1) != "of":
        return False
    paper = reading.low(nominal.first - 2) in PAPERS
    before = reading.tokens[max(0, nominal.first - 10) : nominal.first - 1]
    verbs = SENDING if paper else TELLING
    return any(token.lemma in verbs and token.has("VERB") for token in before)


def body_of_paper(reading: Reading, nominal: Nominal) -> list[BodyPhrase]:
    """The body that is left: the one named last before the paper."""
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < nominal.first]
    if inside:
        return inside[-1:]
    body = reading.context.last_body(reading.tokens[nominal.first].start)
    at = nominal.index
    return [] if body is None else [BodyPhrase(at, at, body, "body", generic=True)]


def sender(reading: Reading, nominal: Nominal, ascent: Ascent) -> tuple[Member, ...]:
    """Whoever signs or sends the paper; it goes out at once, so nothing else sets its stage."""
    ascent.operators = [op for op in ascent.operators if "COMPLETE" not in op.labels]
    if nominal.party is not None:
        return members_of(reading, nominal.party)
    return members_of(reading, ascent.subject) if isinstance(ascent.subject, Party) else ()
