"""Verbs a member is the subject of: join, leave, sign, adopt the euro, withdraw from."""

from pactwire.domain.extraction.claims.chunks.nouns import TIME_WORDS, BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import members_of, subject_members
from pactwire.domain.extraction.claims.clauses.frame import (
    ClauseFrame,
    SentenceAnalysis,
    pluperfect,
)
from pactwire.domain.extraction.claims.clauses.objects import (
    after_preposition,
    bodies_from,
    is_treaty,
    nounlike,
)
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.causatives import carried_passive, causative, follower
from pactwire.domain.extraction.claims.rules.constraints import (
    TREATY_LEAVERS,
    a_person_alone,
    unfit,
)
from pactwire.domain.extraction.claims.rules.decision_frames import inner_organs
from pactwire.domain.extraction.claims.rules.emit import PredicateChange, tell, told
from pactwire.domain.extraction.claims.rules.noun_arguments import let_in_again
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Action, Stage


def change_verbs(analysis: SentenceAnalysis, index: int) -> None:
    """Dispatch on the verb at an index."""
    token = analysis.tokens[index]
    if token.has("N_RETURN", "N_LEAVE") and nounlike(analysis, index):
        return
    if not special(analysis, index, token):
        usual(analysis, index, token)


def special(analysis: SentenceAnalysis, index: int, token: Token) -> bool:
    """Verbs with a pattern of their own; whether they took the token."""
    carries = token.has("CAUSE", "LEAVE_FROM", "LEAVE") or token.lemma in {"return", "sign"}
    if carries and causative(analysis, index):
        return True
    if token.lemma == "follow":
        return follower(analysis, index)
    if token.lemma == "apply":
        with_application(analysis, index)
        return True
    if token.lemma in VERDICTS:
        treaty_vote(analysis, index)
        return True
    return token.has("f:en") and token.has("CAUSE") and carried_passive(analysis, index)


VERDICTS = word_set("reject approve back turn-down vote-down nod-through decide-against")


def usual(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """The body is an object or follows a preposition."""
    if token.has("JOIN", "LEAVE", "ADOPT", "SIGN"):
        transitive(analysis, index)
    elif token.has("LEAVE_FROM"):
        with_preposition(analysis, index, "leave", frozenset({"from"}))
    elif token.has("JOIN_TO"):
        with_preposition(analysis, index, "join", frozenset({"to"}))


def change_of(action: Action, bodies: list[BodyPhrase], base: Stage, last: int) -> PredicateChange:
    """A change told by a verb."""
    rule = f"{action}:verb"
    if any(phrase.generic for phrase in bodies):
        rule += ":generic"
    return PredicateChange(action, tuple(phrase.body for phrase in bodies), base, last, rule)


def transitive(analysis: SentenceAnalysis, index: int) -> None:
    """The body is the direct object."""
    token = analysis.tokens[index]
    action: Action = "leave" if token.has("LEAVE") else "join"
    bodies, last = objects(analysis, index, token)
    if not bodies and token.has("SIGN") and token.has("f:en") and signed_by(analysis, index):
        return
    if not bodies:
        elliptic(analysis, index, action)
        return
    if token.has("PARTAKE") and not analysis.find_governors(index).operators:
        analysis.drop(index, "a part of it already")
        return
    far = bodies[0].first > index + 4 and (token.has("SIGN") or token.lemma in TREATY_LEAVERS)
    why = "" if far else unfit(analysis, index, bodies)
    if why:
        analysis.drop(index, why)
        return
    base: Stage = "approved" if token.has("SIGN") or far else "effective"
    base = "considered" if token.has("WISH") else base
    if token.has("STAYOUT", "STAY"):
        base = "rejected"
        if not analysis.find_governors(index).operators and token.lemma.partition("-")[0] in {
            "stay",
            "remain",
        }:
            analysis.drop(index, "it is so already")
            return
        base = "considered" if disliked(analysis, index, last) else base
    told(analysis, index, change_of(action, bodies, base, last))


def disliked(analysis: SentenceAnalysis, index: int, last: int) -> bool:
    """As in "staying in X no longer serves its interests", "remaining in X makes no sense"."""
    ahead = analysis.tokens[last + 1 : last + 4]
    bad = any(token.has("NEG", "LAPSE") or token.low in POINTLESS for token in ahead)
    return bad and analysis.tokens[index].has("f:ing")


POINTLESS = frozenset({"pointless", "impossible", "senseless", "unthinkable", "untenable"})


def objects(analysis: SentenceAnalysis, index: int, token: Token) -> tuple[list[BodyPhrase], int]:
    """The bodies after a verb, "it" among them; of "sign a treaty forming X" the one it makes."""
    bodies, last = bodies_from(analysis, index + 1)
    if not bodies and token.lemma in TREATY_LEAVERS:
        bodies, last = of_papers(analysis, index + 1)
    if not bodies and token.has("LEAVE"):
        return left_behind(analysis, index + 1)
    return founded(analysis, index) if not bodies and token.has("SIGN") else (bodies, last)


def with_preposition(
    analysis: SentenceAnalysis, index: int, action: Action, prepositions: frozenset[str]
) -> None:
    """The body follows a preposition, perhaps after an adverb or a date."""
    start = after_preposition(analysis, index + 1, prepositions)
    if start is None:
        if analysis.tokens[index].has("LEAVE_FROM"):
            elliptic(analysis, index, action)
        return
    bodies, last = bodies_from(analysis, start)
    if not bodies:
        bodies, last = inner_organs(analysis, start)
    if not bodies and action == "leave":
        bodies, last = left_behind(analysis, start)
    if analysis.tokens[index].lemma == "return":
        if analysis.low(last + 1) == "for":
            return
        members = subject_members(analysis, analysis.find_governors(index), index)
        action = "reinstate" if let_in_again(analysis, bodies, members) else action
    if bodies:
        told(analysis, index, change_of(action, bodies, "effective", last))


def left_behind(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "... the bloc that they are leaving it at once": the one body spoken of."""
    after = analysis.token(index + 1)
    timed = (
        after is not None and after.low in {"in", "by", "on"} and dated(analysis.token(index + 2))
    )
    over = after is None or timed or after.low in ENDS or after.has("ADV")
    if analysis.low(index) != "it" or not over:
        return [], index
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    whole = inside and inside[-1].head == "body"
    if whole and len({phrase.body.entity_id for phrase in inside}) == 1:
        return [BodyPhrase(index, index, inside[-1].body, "body", generic=True)], index
    named = {body.entity_id: body for body in analysis.context.bodies}
    if inside or len(named) != 1:
        return [], index
    return [BodyPhrase(index, index, next(iter(named.values())), "body", generic=True)], index


FOUNDING = frozenset({"charter", "treaty", "agreement", "documents", "statute", "constitution"})


def of_papers(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "denounces the founding documents of the union": the body they made."""
    for index in range(start, min(start + 5, len(analysis.tokens))):
        if analysis.low(index) in FOUNDING and analysis.low(index + 1) == "of":
            return bodies_from(analysis, index + 2)
    return [], start


def founded(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "sign a treaty forming the union": the body a treaty makes."""
    for ahead in range(index + 1, min(index + 8, len(analysis.tokens))):
        if analysis.low(ahead) in {"forming", "establishing", "creating", "founding", "launching"}:
            return bodies_from(analysis, ahead + 1)
    return [], index


def with_application(analysis: SentenceAnalysis, index: int) -> None:
    """As in "applies to the alliance": the body itself, not a task."""
    if analysis.low(index + 1) == "to":
        bodies, last = bodies_from(analysis, index + 2)
        if (
            bodies
            and bodies[0].body.kind not in {"court", "treaty"}
            and analysis.low(last + 1) != "for"
        ):
            told(analysis, index, change_of("join", bodies, "applied", last))


def treaty_vote(analysis: SentenceAnalysis, index: int) -> None:
    """As in "Voters in X reject the treaty", "the parliament of X approved the convention"."""
    token = analysis.tokens[index]
    bodies, last = bodies_from(analysis, index + 1)
    if not bodies:
        return
    chain = analysis.find_governors(index)
    subject = chain.subject
    own = bodies[0].body.kind in {"treaty", "monetary_union"}
    if not own and not at_the_ballot(analysis, token, subject):
        return
    acts = isinstance(subject, PartyPhrase) and subject.kind in {
        "state",
        "people",
        "representative",
    }
    members = members_of(analysis, subject)
    value = apply_operators("rejected" if token.has("REJECT") else "approved", chain)
    if acts and members and value.stage is not None and not a_person_alone(analysis, subject):
        found = tuple(phrase.body for phrase in bodies)
        analysis.keep(
            ClauseFrame("join", members, found, value, min(chain.top, index), last, "join:vote"),
            index,
        )


def at_the_ballot(
    analysis: SentenceAnalysis, token: Token, subject: PartyPhrase | BodyPhrase | None
) -> bool:
    """Whether a people turns a body down, or a state decides against one."""
    if token.has("AGAINST"):
        return isinstance(subject, PartyPhrase) and subject.kind in {"state", "people", "seat"}
    return token.has("TURNED", "NODDED") and voters(analysis, subject)


def voters(analysis: SentenceAnalysis, subject: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a subject is a people at the ballot."""
    if not isinstance(subject, PartyPhrase):
        return False
    words = {analysis.low(at) for at in range(subject.first, subject.last + 1)}
    return subject.kind == "people" or "voters" in words


def signed_by(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "The treaty was ratified by the senate of X"."""
    if analysis.low(index + 1) != "by":
        return False
    party = analysis.party_from(index + 2, over=("DET", "NEXT"))
    chain = analysis.find_governors(index, body_subject=True)
    subject = chain.subject
    if party is None or not isinstance(subject, BodyPhrase) or not is_treaty(subject.body):
        return False
    chain.form = "passive"
    value = apply_operators("approved", chain)
    members = members_of(analysis, party)
    if members and value.stage is not None:
        first = min(chain.top, index)
        analysis.keep(
            ClauseFrame("join", members, (subject.body,), value, first, party.last, "join:signed"),
            index,
        )
    return True


def dated(token: Token | None) -> bool:
    """Whether a time begins here: a number, a month, "the spring"."""
    return token is None or token.low[0].isdigit() or token.low in TIME_WORDS or token.low == "the"


ENDS = frozenset({".", ",", ";", '"', "”", "after", "but", "next", "as", "once", "if"})


def elided(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a verb that wants an object has none."""
    token = analysis.tokens[index]
    after = analysis.token(index + 1)
    timed = after is not None and after.low in {"in", "by"} and dated(analysis.token(index + 2))
    if not (after is None or timed or after.low in ENDS or "immediate" in after.low):
        return False
    if token.has("STAY", "STAYOUT"):
        return False
    return token.has("JOIN", "LEAVE_FROM", "LEAVE") and token.lemma not in TREATY_LEAVERS | {
        "enter"
    }


NEAR = 14
"""How far in front the subject of a verb without an object may stand."""


def elliptic(analysis: SentenceAnalysis, index: int, action: Action) -> None:
    """As in "... invites Georgia to join.": no object, but the sentence names one body only."""
    if not elided(analysis, index):
        return
    earlier = [
        phrase
        for phrase in analysis.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if len({phrase.body.entity_id for phrase in earlier}) != 1:
        return
    chain = analysis.find_governors(index)
    said = any(operator.link == "that" for operator in chain.operators)
    if chain.form == "progressive" and chain.linked != "that" and not said:
        return
    if action == "leave" and (chain.form == "finite" or pluperfect(analysis, index)):
        return
    if not isinstance(chain.subject, PartyPhrase) or chain.subject.first < index - NEAR:
        return
    change = PredicateChange(action, (earlier[0].body,), "effective", index, f"{action}:elliptic")
    tell(analysis, index, change, chain)
