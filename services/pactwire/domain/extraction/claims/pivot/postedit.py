"""What a glossed sentence says that the English rules can't know: its questions and its idioms."""

from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.pivot.cursor import MONTHS

OUT = frozenset({"of", "from"})
INTO = frozenset({"in", "to"})
FIRM = frozenset({"effective", "approved"})
DOINGS = listed(
    "condamnation_ condamner_ condena_ condenar_ maniobras_ ejercicio_ ejercicios_ manœuvres_ "
    "exercice_ opération_ operación_ misión_ mission_ exiger_ exigir_ réclamer_ reclamar_ "
    "dénoncer_ soutien_ appui_ lucha_ lutte_ campaña_ campagne_ exigencia_ demanda_"
)
CALLS = listed("condemn request criticise denounce call urge say support welcome propose regret")
INNER = listed(
    "instances_ organes_ instancias_ órganos_ activités_ actividades_ rangs_ filas_ structures_ "
    "estructuras_ réunions_ reuniones_ travaux_ sein_ seno_ sessions_ sesiones_"
)


def settle(reading: Reading) -> None:
    """Drop frames that tell of something else, and turn what is only asked or recalled."""
    reading.frames[:] = [frame for frame in reading.frames if not misread(reading, frame)]
    asked = any(token.low == "?" for token in reading.tokens[-2:])
    for frame in reading.frames:
        if asked and frame.outcome.stage in FIRM and not frame.outcome.background:
            frame.outcome.to("considered", "a question")
        if lasting(reading, frame):
            frame.outcome.background = True
            frame.outcome.why.append("it lasts")


def misread(reading: Reading, frame: Frame) -> bool:
    """Joining in a doing, or shutting a state out of something that's no body."""
    firm = frame.outcome.stage in FIRM
    if frame.action == "join" and firm and in_doing(reading, frame.last + 1):
        return True
    if frame.rule.endswith(":noun"):
        return about_things(reading, frame.verb + 1)
    if frame.rule.endswith(":decision"):
        return of_something_else(reading, frame) or as_no_member(reading, frame)
    return frame.rule.endswith(":verb") and owned_subject(reading, frame)


def as_no_member(reading: Reading, frame: Frame) -> bool:
    """As in "accepte l'Ukraine comme partenaire, pas comme membre"; "suspendue aux lèvres de"."""
    for index in range(frame.verb + 1, min(frame.last + 8, len(reading.tokens))):
        low = reading.low(index)
        if low == "as" and index > frame.last:
            noun = reading.token(index + 1)
            return noun is not None and noun.low.endswith("_")
        if index < frame.last and low in {"of", "from", "to"} and thing_at(reading, index + 1):
            return True
    return False


def thing_at(reading: Reading, index: int) -> bool:
    """Whether an unknown noun stands here, its article aside, that isn't an inner organ."""
    if reading.low(index) in {"the", "its"}:
        index += 1
    return reading.low(index).endswith("_") and reading.low(index) not in INNER


def owned_subject(reading: Reading, frame: Frame) -> bool:
    """As in "les étudiants du Maroc rejoignent": the state only owns the subject."""
    for index in range(frame.verb - 1, max(-1, frame.verb - 5), -1):
        party = reading.phrases.party_at.get(index)
        if party is None:
            continue
        before = party.first - 1
        if reading.low(before) == "the":
            before -= 1
        plain = party.kind == "state" and party.members == frame.members
        return plain and reading.low(before) == "of" and reading.low(before - 1).endswith("_")
    return False


def in_doing(reading: Reading, start: int) -> bool:
    """As in "rejoint l'Union africaine dans sa condamnation", "para pedir"."""
    link = reading.low(start)
    if link == "in":
        owner = reading.token(start + 1)
        owned = owner is not None and owner.has("POSS")
        return owned or any(reading.low(at) in DOINGS for at in range(start + 1, start + 5))
    if link != "in order to":
        return False
    verb = reading.token(start + 1)
    return verb is not None and (verb.lemma in CALLS or verb.low in DOINGS)


def of_something_else(reading: Reading, frame: Frame) -> bool:
    """As in "expulsa a Rusia del sistema": what follows the party is no body."""
    if frame.last != party_end(reading, frame):
        return False
    outward = frame.action in {"suspend", "expel"}
    if reading.low(frame.last + 1) not in (OUT if outward else INTO):
        return False
    ahead = [reading.low(at) for at in range(frame.last + 2, frame.last + 7)]
    if any(word in INNER for word in ahead):
        return False
    return not any(at in reading.phrases.body_at for at in range(frame.last + 2, frame.last + 5))


def about_things(reading: Reading, start: int) -> bool:
    """As in "la entrada de productos de Rusia": goods or people move, no state."""
    index = start
    while (token := reading.token(index)) is not None and token.has("ADJ", "ADV"):
        index += 1
    if reading.low(index) != "of":
        return False
    while (token := reading.token(index + 1)) is not None and token.has("DET", "NUM"):
        index += 1
    return token is not None and token.low.endswith("_")


def party_end(reading: Reading, frame: Frame) -> int:
    """The last token of the party a decision hits, -1 when the frame ends elsewhere."""
    party = reading.phrases.party_at.get(frame.last)
    return frame.last if party is not None and party.first > frame.verb else -1


def lasting(reading: Reading, frame: Frame) -> bool:
    """As in "suspended since 2016": a state, told again."""
    if frame.action not in {"suspend", "expel"} or frame.outcome.stage != "effective":
        return False
    after = reading.low(frame.last + 2)
    year = after[:1].isdigit() or after in MONTHS | {"the", "its"}
    return reading.low(frame.last + 1) == "since" and year
