"""Whether a verb, its object and its subject can make a membership change, and why not."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    TIME_WORDS,
    BodyPhrase,
    PartyPhrase,
    is_plain,
)
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import (
    TREATY_WORDS,
    is_treaty,
)
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Token

TREATY_LEAVERS = word_set(
    "renounce denounce ditch scrap forsake repudiate abrogate dump abandon tear-up rip-up "
    "give-up-on deratify de-ratify unratify un-ratify unsign un-sign"
)
PARTING = word_set(
    "break-with split-from part-ways-with part-company-with cut-ties-with fall-out-with"
)
LENDERS = frozenset({"x-imf", "x-world-bank", "x-ida"})


LEGAL = word_set("decree law letter note order statute act executive presidential royal")


SPEECHES = word_set(
    "statement speech speeches address interview interviews rally rallies post tweet sermon "
    "editorial tirade debate broadcast"
)


def explain_unfit_object(analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase]) -> str:
    """Why a verb and its object make no membership change; empty when they do."""
    why = explain_wrong_kind(analysis, index, bodies[0])
    if why:
        return why
    token = analysis.tokens[index]
    after = analysis.token(bodies[-1].last + 1)
    if after is None:
        return ""
    if analysis.low(index - 1) == "to" and analysis.among(index - 2, "TROOPS"):
        return "troops, not their state"
    if token.among("BLAMING") and is_denounced_in_words(analysis, index, bodies[-1].last + 1):
        return "denounces in words"
    if token.lemma in {"join", "rejoin"} and is_joining_an_action(analysis, bodies[-1].last + 1):
        return "joins in doing something"
    if token.lemma in {"join", "enter"} and after.has("f:s") and not after.has("f:ed", "REPORT"):
        return "joins a doing of the body"
    if token.lemma != "leave":
        return ""
    return explain_resultative(analysis, index, after, is_treaty(bodies[0].body))


def is_denounced_in_words(analysis: SentenceAnalysis, index: int, after: int) -> bool:
    """As in "kept denouncing the deal", "denounced it as a folly", "... in a speech"."""
    left = analysis.token(index - 1)
    if left is not None and left.among("OFTEN"):
        return True
    spoken = left is None or not (
        left.has("BE", "PREP") or left.low == "to" or left.among("FORMAL")
    )
    if analysis.tokens[index].has("f:ing") and (spoken or analysis.low(index - 1) == "on"):
        return True
    ahead = {analysis.low(at) for at in range(after + 1, after + 6)}
    if analysis.low(after) == "by":
        return not ahead & LEGAL
    if analysis.low(after) in {"in", "at", "during", "on"} and ahead & SPEECHES:
        return True
    return analysis.among(after, "WORDY")


def is_joining_an_action(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "joins the union in doing something", "joins it on Friday in doing something"."""
    index = skip_day(analysis, index)
    doing = analysis.token(index + 1)
    if doing is None or analysis.low(index) not in {"in", "for"}:
        return False
    return doing.hit is None and doing.low.partition(" ")[0].endswith("ing")


def skip_day(analysis: SentenceAnalysis, index: int) -> int:
    """Behind "on Friday", "last week"."""
    while (token := analysis.token(index)) is not None:
        if not (token.has("ADV") or token.low == "on" or token.low in TIME_WORDS):
            break
        index += 1
    return index


def explain_wrong_kind(analysis: SentenceAnalysis, index: int, phrase: BodyPhrase) -> str:
    """Why a verb doesn't go with a body of this kind."""
    token, body = analysis.tokens[index], phrase.body
    if token.has("ADOPT") and body.entity_id != "x-eurozone":
        return "only the euro is adopted"
    spelled = " ".join(analysis.low(at) for at in range(phrase.first, phrase.last + 1))
    signed = is_treaty(body) or any(word in spelled for word in TREATY_WORDS[:6])
    if token.has("SIGN") and not signed:
        return "not a treaty one signs"
    if token.lemma in TREATY_LEAVERS and not is_treaty(body) and body.entity_id != "x-eurozone":
        return "one denounces treaties only"
    if token.lemma.endswith("ties-with") and body.kind in {"organ", "court"}:
        return "severs relations only"
    if token.lemma in {"walk-out-of", "walk-out-on"} and body.kind in {"organ", "forum"}:
        return "walks out of a meeting"
    return "breaks with its lender" if token.lemma in PARTING and body.entity_id in LENDERS else ""


def explain_resultative(analysis: SentenceAnalysis, index: int, after: Token, treaty: bool) -> str:
    """As in "leaves the union divided", "left the council with a headache"."""
    state = is_plain(after) or after.has("f:ed", "f:ing")
    state = state or after.low in {"with", "without", "to", "no"}
    at = next(n for n, token in enumerate(analysis.tokens) if token is after)
    state = state and not (after.low.endswith("ing") and treaty)
    state = state and not (after.low == "to" and analysis.among(at + 1, "AIMS"))
    state = state and not (after.low == "without" and analysis.low(at + 1) in {"a", "delay"})
    state = state or (after.low == "in" and analysis.among(at + 1, "PLIGHTS"))
    if state and not after.low.endswith("ly") and not is_under_noun(analysis, index):
        return "leaves a body in some state"
    return ""


def is_single_person(analysis: SentenceAnalysis, subject: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a subject is one person."""
    return isinstance(subject, PartyPhrase) and is_person(analysis, subject)


PERSONS = word_set(
    "minister president premier leader ambassador diplomat envoy official chief lawmaker "
    "spokesman spokeswoman "
    "spokesperson speaker secretary chancellor king queen prince emir sultan head ministers "
    "officials diplomats "
    "soldiers ambassadors"
)


def is_under_noun(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "the decision to leave the union shocked ...": the word after belongs to the noun."""
    left = analysis.token(index - 2)
    return analysis.low(index - 1) == "to" and left is not None and "VERB" not in left.tags


def is_person(analysis: SentenceAnalysis, subject: PartyPhrase) -> bool:
    """A single person, or people who may act for themselves."""
    if subject.kind == "leader":
        return True
    if subject.kind == "pronoun":
        return subject.word in {"he", "she"}
    if subject.kind != "representative":
        return False
    words = {
        word
        for index in range(subject.first, subject.last + 1)
        for word in analysis.low(index).split()
    }
    return bool(words & PERSONS)


def is_outsider(
    analysis: SentenceAnalysis, subject: PartyPhrase, body: BodyFacts, index: int
) -> bool:
    """Whether a state was never a party to what it denounces; leaders mostly speak, too."""
    periods = analysis.context.world.membership_periods.get(body.entity_id, ())
    inside = {period.member for period in periods}
    outside = subject.members and inside.isdisjoint(one.entity_id for one in subject.members)
    formal = any(analysis.among(at, "FORMAL") for at in range(max(0, index - 3), index))
    return bool(inside and outside) or (subject.kind == "leader" and not formal)


def explain_unfit_subject(
    analysis: SentenceAnalysis,
    index: int,
    chain: GovernorChain,
    bodies: tuple[BodyFacts, ...],
    value: FactualityValue,
) -> str:
    """Why this subject can't be the member; empty when it can."""
    subject = chain.subject
    if not isinstance(subject, PartyPhrase):
        return ""
    if analysis.tokens[index].among("BLAMING") and is_outsider(analysis, subject, bodies[0], index):
        return "no party to it, and so in words"
    operators = {label for operator in chain.operators for label in operator.labels}
    if subject.kind == "people" and not operators & {"APPROVE", "REJECT", "CONSIDER", "AGAINST"}:
        return "people, not their state"
    person = is_person(analysis, subject)
    token = analysis.tokens[index]
    if person and value.stage == "effective" and token.has("JOIN") and not token.has("SIGN"):
        return "a person, not a state"
    plain = token.lemma in {"leave", "quit", "exit", "join", "enter"} and value.stage in {
        "effective",
        "approved",
    }
    if person and subject.kind == "representative" and plain:
        return "a person, not a state"
    if (
        subject.kind == "leader"
        and plain
        and not is_treaty(bodies[0])
        and chain.form in {"finite", "bare"}
    ):
        return "a person, not a state"
    if person and bodies[0].kind == "forum" and not token.has("LEAVE_FROM"):
        return "a person leaves a meeting"
    return ""
