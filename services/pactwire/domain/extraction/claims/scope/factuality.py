"""From what governs a predicate to its stage: operators are applied from the inside out."""

from pactwire.domain.extraction.claims.lexicon.operator_sets import (
    AGAINST,
    ATTEMPTS,
    BID_FRIENDLY,
    CONSENTS,
    GRANTING,
    INNER,
    PASSING,
    PAST_MARKS,
    PENDING,
    POSSIBLE,
    READY,
    STUDYING,
    TALKS,
    THINKING,
    WEIGHING,
)
from pactwire.domain.extraction.claims.scope.cursor import OBJECTIONS
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.scope.governors import Ascent, Operator
from pactwire_schemas.enrichment import Stage


def compose(
    base: Stage, ascent: Ascent, nominal: bool = False, talks: bool = False, lifting: bool = False
) -> Outcome:
    """Apply the operators of a climb to the stage a bare predicate has."""
    outcome = Outcome(base, nominal=nominal, talks=talks, lifting=lifting)
    apply_form(outcome, ascent)
    operators = ascent.operators
    for position, operator in enumerate(operators):
        if outcome.stage is None:
            break
        apply_operator(outcome, operator, operators[position + 1 :], ascent)
    settle_time(outcome, ascent)
    return outcome


def apply_form(outcome: Outcome, ascent: Ascent) -> None:
    """What the verb's own form says."""
    if ascent.form == "progressive" and outcome.stage == "effective":
        outcome.to("approved", "progressive")
    if ascent.bare_infinitive and outcome.stage == "effective":
        outcome.to("approved", "headline infinitive")
    governed = any(
        operator.link != "group" or "FUT" in operator.labels for operator in ascent.operators
    )
    if (
        ascent.form == "infinitive"
        and not governed
        and not ascent.bare_infinitive
        and outcome.stage == "effective"
    ):
        outcome.to("considered", "an infinitive on its own")
    past = ascent.subordinate in PAST_MARKS
    if (
        ascent.form == "gerund"
        and ascent.subject is None
        and outcome.stage == "effective"
        and not past
    ):
        outcome.to("considered", "gerund without a subject")


def apply_operator(
    outcome: Outcome, operator: Operator, outer: list[Operator], ascent: Ascent
) -> None:
    """Apply one operator; the first rule that fits decides."""
    labels = operator.labels
    if "NEG" in labels:
        negate(outcome, operator, outer, ascent)
    elif labels & {"FUT", "WOULD", "COND"}:
        modal(outcome, operator, outer)
    elif "SUBORD" in labels:
        subordinate(outcome, operator)
    else:
        govern(outcome, operator)
    outcome.inner_token = operator.token
    outcome.inner_lemma = operator.lemma or outcome.inner_lemma
    if operator.link != "group":
        outcome.inner_link = operator.link
    outcome.inner = next((label for label in INNER if label in labels), outcome.inner)


ADVISED = frozenset({"should"})
DECIDED = frozenset({"decision", "decides", "decided"})


def modal(outcome: Outcome, operator: Operator, outer: list[Operator]) -> None:
    """will, would, may, if."""
    reported = any(op.labels & {"REPORT", "APPROVE"} and op.link == "that" for op in outer)
    labels = operator.labels
    decided = operator.token in ADVISED and any(op.token in DECIDED for op in outer)
    if "FUT" in labels or decided or ("WOULD" in labels and reported):
        if outcome.stage == "effective":
            outcome.to("approved", "future")
        elif outcome.stage == "rejected" and outcome.third_party:
            outcome.to("considered", "a block to come")
    else:
        outcome.to("considered", "conditional")


def negate(outcome: Outcome, operator: Operator, outer: list[Operator], ascent: Ascent) -> None:
    """not, never, without, yet to."""
    nearest = outer[0].labels if outer else frozenset()
    none = outcome.nominal and operator.token in {"no"} and not (outcome.talks or outer)
    if none or disagreed(outcome, operator):
        outcome.to("rejected", "none of it")
    elif outcome.stage == "rejected":
        outcome.to("considered", "not refused")
    elif outcome.inner_lemma in {"oppose", "resist", "contest", "protest"}:
        outcome.why.append("not opposed")
    elif "TO" in operator.labels:
        outcome.to(None, "not yet")
    elif outcome.inner_link == "control":
        outcome.to("considered", "another one doesn't want it")
    elif (
        (
            outcome.inner in {"CONSIDER", "INTENT", "FUT", "WOULD", "APPLY"}
            or nearest & {"FUT", "WOULD"}
            or "FUT" in operator.labels
        )
        or ascent.form == "progressive"
        or (ascent.form in {"infinitive", "gerund"} and "PREP" not in operator.labels)
    ):
        outcome.to("rejected", "refused")
    elif nearest & {"COND"} or ascent.form == "passive":
        outcome.to("rejected", "not allowed")
    else:
        outcome.to(None, "negated")


def disagreed(outcome: Outcome, operator: Operator) -> bool:
    """As in "ends without agreeing to admit X"."""
    without = operator.token in {"without"}
    return without and outcome.inner_lemma in {"agree", "decide", "approve"}


def subordinate(outcome: Outcome, operator: Operator) -> None:
    """after, since, once ...: presupposed, not told."""
    if "CONSIDER" in operator.labels:
        outcome.to("considered", "depends on time")
    to_come = operator.token in {"before", "until"} and outcome.stage == "considered"
    if operator.token in PAST_MARKS and not to_come:
        outcome.background = True
        outcome.why.append("presupposed")


def govern(outcome: Outcome, operator: Operator) -> None:
    """Verbs, nouns and adjectives that take the predicate as their complement."""
    for label, rule in RULES:
        if label in operator.labels:
            rule(outcome, operator)
            return


RESOLVED = frozenset({"vow", "promise", "want", "plan", "pledge", "intend", "insist", "prefer"})
"""Who wants to stay refuses to leave."""


def considered(outcome: Outcome, operator: Operator) -> None:
    """Hope, plan, threat, call: nothing is decided; a pending bid stays pending."""
    if stays_as_it_is(outcome, operator):
        return
    if operator.lemma == "ask" and operator.link == "inf":
        outcome.to("applied", "asks to")
        return
    if operator.lemma == "reconsider" and outcome.stage in {"effective", "considered"}:
        outcome.to("approved", "decided, but it may think again")
        return
    if "INTENT" in operator.labels:
        outcome.inner = "INTENT"
    if operator.link != "that" or operator.token in POSSIBLE or operator.lemma in THINKING:
        outcome.to("considered", operator.lemma or operator.token)


def stays_as_it_is(outcome: Outcome, operator: Operator) -> bool:
    """Whether a thought changes nothing: of a resolve to stay, of a bid that is pending."""
    if outcome.stage == "rejected" and not outcome.inner_link and operator.lemma in RESOLVED:
        return True
    noun = "VERB" not in operator.labels and operator.token not in READY
    noun = noun or (operator.lemma in WEIGHING and outcome.inner_token in PENDING)
    return outcome.stage == "applied" and (operator.lemma in BID_FRIENDLY or noun)


def applied(outcome: Outcome, operator: Operator) -> None:
    """Applications and talks."""
    if operator.lemma == "ask-for" and operator.link in {"inf", "control"}:
        outcome.to("considered", "asked for")
    elif outcome.stage in {"effective", "approved", "considered"} and operator.link not in {
        "that",
        "control",
    }:
        outcome.to("applied", operator.lemma or "applied for")


def approved(outcome: Outcome, operator: Operator) -> None:
    """Decisions and announcements; about a finished fact they change nothing."""
    if operator.link == "that":
        return
    lemma = operator.lemma
    if outcome.inner == "PROCESS" and lemma in {"finalise", "finalize"}:
        outcome.to("effective", lemma)
    elif outcome.stage == "effective":
        outcome.to("approved", lemma or "decided")
        outcome.background = False
    elif lemma == "vote" and outcome.inner_token in AGAINST:
        outcome.to("rejected", "voted against")
    elif outcome.stage == "considered":
        passed = lemma in PASSING and operator.link == "noun"
        passed = passed and not set(outcome.why) & STUDYING
        if outcome.inner == "INTENT" or passed:
            outcome.to("approved", lemma or "decided")
    elif outcome.stage == "applied" and granted(outcome, lemma):
        outcome.to("approved", lemma)


def granted(outcome: Outcome, lemma: str) -> bool:
    """Whether a yes to a bid lets in; one to talks doesn't, but whoever is invited to them is."""
    return lemma == "invite" or (not outcome.talks and lemma in GRANTING)


def rejected(outcome: Outcome, operator: Operator) -> None:
    """Own refusals; to refuse to stay is no more than to think of leaving."""
    if operator.lemma == "stop-short-of" and outcome.inner_lemma:
        outcome.to("considered", "stops short of it")
    elif operator.link != "that":
        stays = outcome.stage == "rejected" and not outcome.inner_link
        outcome.to("considered" if stays else "rejected", operator.lemma or "refused")


def blocked(outcome: Outcome, operator: Operator) -> None:
    """Vetoes by others."""
    outcome.to("rejected", operator.lemma or "blocked")
    outcome.third_party = True


def denied(outcome: Outcome, operator: Operator) -> None:
    """As in "denies that it left" asserts nothing; plans that are denied are ruled out."""
    if operator.lemma == "rumour":
        outcome.to(None, "rumoured")
    elif operator.link == "that" or outcome.inner in {"CONSIDER", "INTENT"}:
        planned = operator.link == "that" and outcome.stage in {"approved", "considered"}
        outcome.to("rejected" if planned else None, "denied")
    else:
        blocked(outcome, operator)


def factive(outcome: Outcome, operator: Operator) -> None:
    """Reactions to a change: it's real, and it's today's subject."""


def completed(outcome: Outcome, operator: Operator) -> None:
    """A process that is finished."""
    if outcome.stage == "applied" and operator.lemma in {"receive", "get", "resume"}:
        return
    if outcome.inner_token in CONSENTS and "GAIN" in operator.labels:
        return
    if outcome.inner_token in {"invitation", "invitations"}:
        return
    if outcome.inner_token in TALKS:
        outcome.to("approved", f"{operator.lemma} the talks")
    elif outcome.stage != "rejected":
        outcome.to("effective", operator.lemma)


def halted(outcome: Outcome, operator: Operator) -> None:
    """A bid that is dropped or frozen by its owner; an objection that is dropped clears the way."""
    if cleared(outcome, operator):
        return
    if outcome.nominal or outcome.stage in {"applied", "considered"}:
        outcome.to("rejected", operator.lemma)


def cleared(outcome: Outcome, operator: Operator) -> bool:
    """As in "drops its objections", "lifts its veto"."""
    if outcome.inner_token not in OBJECTIONS:
        return False
    outcome.to("approved", f"{operator.lemma} an objection")
    return True


def failed(outcome: Outcome, operator: Operator) -> None:
    """An attempt without success."""
    attempted = outcome.inner_token in ATTEMPTS
    if outcome.stage in {"effective", "approved", "applied"} or attempted:
        outcome.to("rejected", "failed")


def opened(outcome: Outcome, operator: Operator) -> None:
    """Talks that open or go on; "open to joining" is no more than a thought."""
    if outcome.talks or outcome.inner_token in TALKS:
        outcome.to("considered" if outcome.stage == "considered" else "applied", "talks")
    elif "CONSIDER" in operator.labels and "f:base" in operator.labels:
        considered(outcome, operator)


def lifted(outcome: Outcome, operator: Operator) -> None:
    """A decision taken back, talks ended; lifting a suspension is a change of its own."""
    if cleared(outcome, operator):
        return
    if not outcome.lifting:
        outcome.to("rejected", operator.lemma)


RULES = (
    ("PROCESS", factive),
    ("WELCOME", factive),
    ("REJECT", rejected),
    ("BLOCK", blocked),
    ("DENY", denied),
    ("LAPSE", failed),
    ("FAIL", failed),
    ("LIFT", lifted),
    ("REINSTATE", factive),
    ("COMPLETE", completed),
    ("GAIN", completed),
    ("HALTED", halted),
    ("HALT", halted),
    ("OPEN", opened),
    ("APPLY", applied),
    ("APPROVE_FOR", approved),
    ("GRANT", approved),
    ("SIGN", approved),
    ("APPROVE", approved),
    ("INVITE", approved),
    ("ADMIT", approved),
    ("FACTIVE", factive),
    ("CONSIDER", considered),
    ("INTENT", considered),
)


def settle_time(outcome: Outcome, ascent: Ascent) -> None:
    """Relative clauses recall; so does an unfinished past."""
    firm = outcome.stage in {"effective", "approved"} and ascent.form in {"finite", "perfect"}
    if firm and ascent.relative in {"which", "who"}:
        outcome.background = True
        outcome.why.append("relative clause")
