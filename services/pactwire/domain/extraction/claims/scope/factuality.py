"""Factuality: operators are applied to a predicate's stage from the innermost outwards."""

from pactwire.domain.extraction.claims.lexicon.operator_sets import (
    ADVISED,
    AGAINST,
    ATTEMPTS,
    BID_FRIENDLY,
    CONSENTS,
    DECIDED,
    GRANTING,
    INNER,
    LETTERS,
    PASSING,
    PAST_MARKS,
    PENDING,
    POSSIBLE,
    RESOLVED,
    STUDYING,
    TALKS,
    THINKING,
    WEIGHING,
)
from pactwire.domain.extraction.claims.scope.cursor import OBJECTIONS
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire_schemas.enrichment import Stage


def apply_operators(
    base: Stage,
    chain: GovernorChain,
    nominal: bool = False,
    talks: bool = False,
    lifting: bool = False,
) -> FactualityValue:
    """Apply the operators of a chain to the stage a bare predicate has."""
    value = FactualityValue(base, nominal=nominal, talks=talks, lifting=lifting)
    apply_form(value, chain)
    operators = chain.operators
    for position, operator in enumerate(operators):
        if value.stage is None:
            break
        apply_operator(value, operator, operators[position + 1 :], chain)
    apply_tense(value, chain)
    return value


def apply_form(value: FactualityValue, chain: GovernorChain) -> None:
    """What the verb's own form says."""
    if chain.form == "progressive" and value.stage == "effective":
        value.to("approved", "progressive")
    if chain.bare_infinitive and value.stage == "effective":
        value.to("approved", "headline infinitive")
    governed = any(
        operator.link != "group" or "FUT" in operator.labels for operator in chain.operators
    )
    if (
        chain.form == "infinitive"
        and not governed
        and not chain.bare_infinitive
        and value.stage == "effective"
    ):
        value.to("considered", "an infinitive on its own")
    past = chain.subordinate in PAST_MARKS
    if chain.form == "gerund" and chain.subject is None and value.stage == "effective" and not past:
        value.to("considered", "gerund without a subject")


def apply_operator(
    value: FactualityValue, operator: Operator, outer: list[Operator], chain: GovernorChain
) -> None:
    """Apply one operator; the first rule that fits decides."""
    labels = operator.labels
    if "NEG" in labels:
        apply_negation(value, operator, outer, chain)
    elif labels & {"FUT", "WOULD", "COND"}:
        apply_modal(value, operator, outer)
    elif "SUBORD" in labels:
        apply_subordinator(value, operator)
    else:
        apply_governor(value, operator)
    value.inner_token = operator.token
    value.inner_lemma = operator.lemma or value.inner_lemma
    if operator.link != "group":
        value.inner_link = operator.link
    value.inner = next((label for label in INNER if label in labels), value.inner)


def apply_modal(value: FactualityValue, operator: Operator, outer: list[Operator]) -> None:
    """will, would, may, if."""
    reported = any(op.labels & {"REPORT", "APPROVE"} and op.link == "that" for op in outer)
    labels = operator.labels
    decided = operator.token in ADVISED and any(op.token in DECIDED for op in outer)
    if "FUT" in labels or decided or ("WOULD" in labels and reported):
        if value.stage == "effective":
            value.to("approved", "future")
        elif value.stage == "rejected" and value.third_party:
            value.to("considered", "a block to come")
    else:
        value.to("considered", "conditional")


def apply_negation(
    value: FactualityValue, operator: Operator, outer: list[Operator], chain: GovernorChain
) -> None:
    """not, never, without, yet to."""
    nearest = outer[0].labels if outer else frozenset()
    none = value.nominal and operator.token in {"no"} and not (value.talks or outer)
    if none or is_failed_agreement(value, operator):
        value.to("rejected", "none of it")
    elif value.stage == "rejected":
        value.to("considered", "not refused")
    elif value.inner_lemma in {"oppose", "resist", "contest", "protest"}:
        value.why.append("not opposed")
    elif "TO" in operator.labels:
        value.to(None, "not yet")
    elif value.inner_link == "control":
        value.to("considered", "another one doesn't want it")
    elif (
        (
            value.inner in {"CONSIDER", "INTENT", "FUT", "WOULD", "APPLY"}
            or nearest & {"FUT", "WOULD"}
            or "FUT" in operator.labels
        )
        or chain.form == "progressive"
        or (chain.form in {"infinitive", "gerund"} and "PREP" not in operator.labels)
    ):
        value.to("rejected", "refused")
    elif nearest & {"COND"} or chain.form == "passive":
        value.to("rejected", "not allowed")
    else:
        value.to(None, "negated")


def is_failed_agreement(value: FactualityValue, operator: Operator) -> bool:
    """As in "ends without agreeing to admit X"."""
    without = operator.token in {"without"}
    return without and value.inner_lemma in {"agree", "decide", "approve"}


def apply_subordinator(value: FactualityValue, operator: Operator) -> None:
    """after, since, once ...: presupposed, not asserted."""
    if "CONSIDER" in operator.labels:
        value.to("considered", "depends on time")
    to_come = operator.token in {"before", "until"} and value.stage == "considered"
    if operator.token in PAST_MARKS and not to_come:
        value.background = True
        value.why.append("presupposed")


def apply_governor(value: FactualityValue, operator: Operator) -> None:
    """Verbs, nouns and adjectives that take the predicate as their complement."""
    for label, rule in RULES:
        if label in operator.labels:
            rule(value, operator)
            return


def apply_consideration(value: FactualityValue, operator: Operator) -> None:
    """Hope, plan, threat, call: nothing is decided; a pending bid stays pending."""
    if is_unchanged(value, operator):
        return
    if operator.lemma == "ask" and operator.link == "inf":
        value.to("applied", "asks to")
        return
    if operator.lemma == "reconsider" and value.stage in {"effective", "considered"}:
        value.to("approved", "decided, but it may think again")
        return
    if "INTENT" in operator.labels:
        value.inner = "INTENT"
    if operator.link != "that" or operator.token in POSSIBLE or operator.lemma in THINKING:
        value.to("considered", operator.lemma or operator.token)


def is_unchanged(value: FactualityValue, operator: Operator) -> bool:
    """Whether a thought changes nothing: of a resolve to stay, of a bid that is pending."""
    if value.stage == "rejected" and not value.inner_link and operator.lemma in RESOLVED:
        return True
    noun = "VERB" not in operator.labels and "READY" not in operator.labels
    noun = noun or (operator.lemma in WEIGHING and value.inner_token in PENDING)
    return value.stage == "applied" and (operator.lemma in BID_FRIENDLY or noun)


def apply_application(value: FactualityValue, operator: Operator) -> None:
    """Applications and talks."""
    if operator.lemma == "ask-for" and operator.link in {"inf", "control"}:
        value.to("considered", "asked for")
    elif value.stage in {"effective", "approved", "considered"} and operator.link not in {
        "that",
        "control",
    }:
        value.to("applied", operator.lemma or "applied for")


def apply_approval(value: FactualityValue, operator: Operator) -> None:
    """Decisions and announcements; about a finished fact they change nothing."""
    if operator.link == "that":
        return
    lemma = operator.lemma
    if value.inner == "PROCESS" and lemma in {"finalise", "finalize"}:
        value.to("effective", lemma)
    elif value.stage == "effective":
        value.to("approved", lemma or "decided")
        value.background = False
    elif lemma == "vote" and value.inner_token in AGAINST:
        value.to("rejected", "voted against")
    elif value.stage == "considered":
        passed = lemma in PASSING and operator.link == "noun"
        passed = passed and not set(value.why) & STUDYING
        if value.inner == "INTENT" or passed:
            value.to("approved", lemma or "decided")
    elif value.stage == "applied" and is_granted(value, lemma):
        value.to("approved", lemma)


def is_granted(value: FactualityValue, lemma: str) -> bool:
    """Whether a yes to a bid lets in; one to talks doesn't, but whoever is invited to them is."""
    if lemma == "sign" and (value.inner_token in PENDING | LETTERS or value.inner_lemma == "ask"):
        return False
    return lemma == "invite" or (not value.talks and lemma in GRANTING)


def apply_rejection(value: FactualityValue, operator: Operator) -> None:
    """Own refusals; to refuse to stay is no more than to think of leaving."""
    if operator.lemma == "stop-short-of" and value.inner_lemma:
        value.to("considered", "stops short of it")
    elif operator.link != "that":
        stays = value.stage == "rejected" and not value.inner_link
        value.to("considered" if stays else "rejected", operator.lemma or "refused")


def apply_block(value: FactualityValue, operator: Operator) -> None:
    """Vetoes by others."""
    value.to("rejected", operator.lemma or "blocked")
    value.third_party = True


def apply_denial(value: FactualityValue, operator: Operator) -> None:
    """As in "denies that it left" asserts nothing; plans that are denied are ruled out."""
    if operator.lemma == "rumour":
        value.to(None, "rumoured")
    elif operator.link == "that" or value.inner in {"CONSIDER", "INTENT"}:
        planned = operator.link == "that" and value.stage in {"approved", "considered"}
        value.to("rejected" if planned else None, "denied")
    else:
        apply_block(value, operator)


def apply_factive(value: FactualityValue, operator: Operator) -> None:
    """Reactions to a change: it's real, and it's today's subject."""


def apply_completion(value: FactualityValue, operator: Operator) -> None:
    """A process that is finished."""
    if value.stage == "applied" and operator.lemma in {"receive", "get", "resume"}:
        return
    if value.inner_token in CONSENTS and "GAIN" in operator.labels:
        return
    if value.inner_token in {"invitation", "invitations"}:
        return
    if value.inner_token in TALKS:
        value.to("approved", f"{operator.lemma} the talks")
    elif value.stage != "rejected":
        value.to("effective", operator.lemma)


def apply_halt(value: FactualityValue, operator: Operator) -> None:
    """A bid that is dropped or frozen by its owner; an objection that is dropped clears the way."""
    if is_cleared(value, operator):
        return
    if value.nominal or value.stage in {"applied", "considered"}:
        value.to("rejected", operator.lemma)


def is_cleared(value: FactualityValue, operator: Operator) -> bool:
    """As in "drops its objections", "lifts its veto"."""
    if value.inner_token not in OBJECTIONS:
        return False
    value.to("approved", f"{operator.lemma} an objection")
    return True


def apply_failure(value: FactualityValue, operator: Operator) -> None:
    """An attempt without success."""
    attempted = value.inner_token in ATTEMPTS
    if value.stage in {"effective", "approved", "applied"} or attempted:
        value.to("rejected", "failed")


def apply_opening(value: FactualityValue, operator: Operator) -> None:
    """Talks that open or go on; "open to joining" is no more than a thought."""
    if value.talks or value.inner_token in TALKS:
        value.to("considered" if value.stage == "considered" else "applied", "talks")
    elif "CONSIDER" in operator.labels and "f:base" in operator.labels:
        apply_consideration(value, operator)


def apply_lifting(value: FactualityValue, operator: Operator) -> None:
    """A decision taken back, talks ended; lifting a suspension is a change of its own."""
    if is_cleared(value, operator):
        return
    if not value.lifting:
        value.to("rejected", operator.lemma)


def apply_unreality(value: FactualityValue, operator: Operator) -> None:
    """Almost, contrary to fact or said to be false; what is almost complete is under way."""
    nearing = "ALMOST" in operator.labels and value.inner_token
    value.to("considered" if nearing else None, operator.token or "contrary to fact")


RULES = (
    ("UNREAL", apply_unreality),
    ("PROCESS", apply_factive),
    ("WELCOME", apply_factive),
    ("REJECT", apply_rejection),
    ("BLOCK", apply_block),
    ("DENY", apply_denial),
    ("LAPSE", apply_failure),
    ("FAIL", apply_failure),
    ("LIFT", apply_lifting),
    ("REINSTATE", apply_factive),
    ("COMPLETE", apply_completion),
    ("GAIN", apply_completion),
    ("HALTED", apply_halt),
    ("HALT", apply_halt),
    ("OPEN", apply_opening),
    ("APPLY", apply_application),
    ("APPROVE_FOR", apply_approval),
    ("GRANT", apply_approval),
    ("SIGN", apply_approval),
    ("APPROVE", apply_approval),
    ("INVITE", apply_approval),
    ("ADMIT", apply_approval),
    ("FACTIVE", apply_factive),
    ("CONSIDER", apply_consideration),
    ("INTENT", apply_consideration),
)


def apply_tense(value: FactualityValue, chain: GovernorChain) -> None:
    """Relative clauses recall; so does an unfinished past."""
    firm = value.stage in {"effective", "approved"} and chain.form in {"finite", "perfect"}
    if firm and chain.relative in {"which", "who"}:
        value.background = True
        value.why.append("relative clause")
