"""Corrects frames of a transferred sentence: questions and idioms the English rules can't know."""

from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.pivot.cursor import MONTHS

OUT = frozenset({"of", "from"})
INTO = frozenset({"in", "to"})
FIRM = frozenset({"effective", "approved"})
DOINGS = word_set(
    "condamnation_ condamner_ condena_ condenar_ maniobras_ ejercicio_ ejercicios_ manœuvres_ "
    "exercice_ opération_ operación_ misión_ mission_ exiger_ exigir_ réclamer_ reclamar_ "
    "dénoncer_ soutien_ appui_ lucha_ lutte_ campaña_ campagne_ exigencia_ demanda_"
)
CALLS = word_set("condemn request criticise denounce call urge say support welcome propose regret")
INNER = word_set(
    "instances_ organes_ instancias_ órganos_ activités_ actividades_ rangs_ filas_ structures_ "
    "estructuras_ réunions_ reuniones_ travaux_ sein_ seno_ sessions_ sesiones_"
)


def postedit_frames(analysis: SentenceAnalysis) -> None:
    """Drop frames that are about something else; correct those only asked about or recalled."""
    analysis.frames[:] = [frame for frame in analysis.frames if not is_misread(analysis, frame)]
    asked = any(token.low == "?" for token in analysis.tokens[-2:])
    for frame in analysis.frames:
        if asked and frame.factuality.stage in FIRM and not frame.factuality.background:
            frame.factuality.to("considered", "a question")
        if is_lasting_state(analysis, frame):
            frame.factuality.background = True
            frame.factuality.why.append("it lasts")


def is_misread(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """Joining in a doing, or shutting a state out of something that's no body."""
    firm = frame.factuality.stage in FIRM
    if frame.action == "join" and firm and is_joining_an_activity(analysis, frame.last + 1):
        return True
    if frame.rule.endswith(":noun"):
        return is_about_goods(analysis, frame.verb + 1)
    if frame.rule.endswith(":decision"):
        return has_other_complement(analysis, frame) or is_no_membership(analysis, frame)
    return frame.rule.endswith(":verb") and is_owned_subject(analysis, frame)


def is_no_membership(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "accepte l'Ukraine comme partenaire, pas comme membre"; "suspendue aux lèvres de"."""
    for index in range(frame.verb + 1, min(frame.last + 8, len(analysis.tokens))):
        low = analysis.low(index)
        if low == "as" and index > frame.last:
            noun = analysis.token(index + 1)
            return noun is not None and noun.low.endswith("_")
        if (
            index < frame.last
            and low in {"of", "from", "to"}
            and is_unknown_noun(analysis, index + 1)
        ):
            return True
    return False


def is_unknown_noun(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether an unknown noun stands here, its article aside, that isn't an inner organ."""
    if analysis.low(index) in {"the", "its"}:
        index += 1
    return analysis.low(index).endswith("_") and analysis.low(index) not in INNER


def is_owned_subject(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "les étudiants du Maroc rejoignent": the state only owns the subject."""
    for index in range(frame.verb - 1, max(-1, frame.verb - 5), -1):
        party = analysis.phrases.party_at.get(index)
        if party is None:
            continue
        before = party.first - 1
        if analysis.low(before) == "the":
            before -= 1
        plain = party.kind == "state" and party.members == frame.members
        return plain and analysis.low(before) == "of" and analysis.low(before - 1).endswith("_")
    return False


def is_joining_an_activity(analysis: SentenceAnalysis, start: int) -> bool:
    """As in "rejoint l'Union africaine dans sa condamnation", "para pedir"."""
    link = analysis.low(start)
    if link == "in":
        owner = analysis.token(start + 1)
        owned = owner is not None and owner.has("POSS")
        return owned or any(analysis.low(at) in DOINGS for at in range(start + 1, start + 5))
    if link != "in order to":
        return False
    verb = analysis.token(start + 1)
    return verb is not None and (verb.lemma in CALLS or verb.low in DOINGS)


def has_other_complement(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "expulsa a Rusia del sistema": what follows the party is no body."""
    if frame.last != find_party_end(analysis, frame):
        return False
    outward = frame.action in {"suspend", "expel"}
    if analysis.low(frame.last + 1) not in (OUT if outward else INTO):
        return False
    ahead = [analysis.low(at) for at in range(frame.last + 2, frame.last + 7)]
    if any(word in INNER for word in ahead):
        return False
    return not any(at in analysis.phrases.body_at for at in range(frame.last + 2, frame.last + 5))


def is_about_goods(analysis: SentenceAnalysis, start: int) -> bool:
    """As in "la entrada de productos de Rusia": goods or people move, no state."""
    index = start
    while (token := analysis.token(index)) is not None and token.has("ADJ", "ADV"):
        index += 1
    if analysis.low(index) != "of":
        return False
    while (token := analysis.token(index + 1)) is not None and token.has("DET", "NUM"):
        index += 1
    return token is not None and token.low.endswith("_")


def find_party_end(analysis: SentenceAnalysis, frame: ClauseFrame) -> int:
    """The last token of the party a decision hits, -1 when the frame ends elsewhere."""
    party = analysis.phrases.party_at.get(frame.last)
    return frame.last if party is not None and party.first > frame.verb else -1


def is_lasting_state(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "suspended since 2016": a lasting state, no news."""
    if frame.action not in {"suspend", "expel"} or frame.factuality.stage != "effective":
        return False
    after = analysis.low(frame.last + 2)
    year = after[:1].isdigit() or after in MONTHS | {"the", "its"}
    return analysis.low(frame.last + 1) == "since" and year
