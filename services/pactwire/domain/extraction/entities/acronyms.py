"""Letters that stand for several bodies: decided by an introduction, by the text, or by default.

"the East African Community (EAC)" introduces EAC for the rest of the text; "the Eurasian Chess Club
(EAC)" introduces it as something that is none of ours.
"""

from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import REACH, Scene, vague
from pactwire.domain.reference import Sense

MOST = 500
"""Repeats of introduced acronyms beyond this number are not read."""
INTRODUCTION = 90
"""How far in front of the parenthesis a long form may begin."""
AGENCIES = frozenset({"AFP", "AP", "CP", "DPA", "PTI", "TASS", "UPI"})
"""News agencies: letters behind a headline that are nobody's short name."""
SMALL_WORDS = frozenset("of the and for on in to de la le les des du et y del".split())  # noqa: SIM905


def acronym(look: Look) -> Choice | None:
    """The body an ambiguous form stands for here, or a drop."""
    scene, surface = look.scene, look.surface
    if surface.lower() == "euro":
        return _currency(look)
    if _is_surname(look) or look.before in OF_ONE_STATE or _of_a_state(look):
        return dropped(f"another's: {look.before} {surface} {look.after}".strip())
    short = surface.isupper() and " " not in surface
    known = _by_introduction(look) if short else None
    if known is not None:
        return known
    fitting = [sense for sense in look.candidate.senses if _fits(sense, look)]
    if not fitting and short and _beside_a_body(look):
        return Choice(look.sense, "in one breath with another body", 0.8)
    if fitting:
        return Choice(fitting[0], _reason(fitting[0], scene), 0.9)
    if any(_needy(sense) for sense in look.candidate.senses):
        return dropped(f"{surface} may be {_others(look)}, and nothing speaks for ours")
    return None


OF_ONE_STATE = frozenset({"National", "State", "Provincial", "Municipal", "City"})
"""What stands before the councils and commissions that states have as well as bodies do."""


def _is_surname(look: Look) -> bool:
    """Whether an initial stands in front: H. Wada."""
    before, surface = look.before, look.surface
    initial = len(before) == 2 and before[1] == "." and before[0].isupper()
    return initial and surface.istitle() and " " not in surface


COUNCILS = frozenset({"Security Council", "Human Rights Council", "Human Rights Commission"})


def _of_a_state(look: Look) -> bool:
    """As in "the Security Council of Russia", "Ukraine's Security Council"."""
    scene, (start, end, _, _) = look.scene, look.candidate
    if look.surface not in COUNCILS:
        return False
    owners = [scene.ends.get(start - gap) for gap in (1, 3)]
    owners.append(scene.starts.get(end + 4) if scene.plain.startswith(" of ", end) else None)
    return any(one is not None and one.senses[0].entity.kind == "country" for one in owners)


def _by_introduction(look: Look) -> Choice | None:
    owner = introduced(look.surface, look.scene)
    if owner == "":
        return dropped(f"{look.surface} is introduced as something else")
    for sense in look.candidate.senses:
        if sense.entity.id == owner:
            return Choice(sense, "introduced by its long form in this text")
    return None


_CHANGING = """
    join joins joined joining adopt adopts adopted adopting leave leaves left leaving quit quits
    quitting abandon abandons abandoned abandoning exit exits exiting enter enters entered entering
    introduce introduces introduced introducing bring brings bringing brought
    adoption entry accession membership switch switches switched switching changeover
"""
CHANGING = frozenset(_CHANGING.split())


def _currency(look: Look) -> Choice:
    """The euro is a body only where a state takes it up or gives it up."""
    start = look.candidate.start
    words = look.scene.plain[max(0, start - REACH) : start].lower().split()[-3:]
    verb = next((word for word in words if word in CHANGING), None)
    if verb:
        return Choice(look.sense, f"the currency union: {verb} the euro", 0.8)
    return dropped("the currency, not the union of those who use it")


LINKS = frozenset({" and ", " and the ", ", ", ", the ", " or ", " or the ", "/", " with the "})


def _beside_a_body(look: Look) -> bool:
    """Whether the name next to it, linked by "and" or a comma, is a body without doubt."""
    scene, (start, end, senses, _) = look.scene, look.candidate
    if not scene.bodies or any(_spoken_against(sense, scene) for sense in senses):
        return False
    beside = [scene.ends.get(start - len(link)) for link in LINKS if _reads(link, start, scene)]
    beside += [
        scene.starts.get(end + len(link)) for link in LINKS if scene.plain.startswith(link, end)
    ]
    return any(
        other is not None and len(other.senses) == 1 and other.senses[0].entity.id in scene.bodies
        for other in beside
    )


def _reads(link: str, end: int, scene: Scene) -> bool:
    """Whether the text up to here ends with a link."""
    return scene.plain.startswith(link, max(0, end - len(link)))


def _spoken_against(sense: Sense, scene: Scene) -> bool:
    """Whether the text has a word of one of the others that share the letters."""
    against = sense.ambiguity.against if sense.ambiguity else ()
    if not against:
        return False
    key = (sense.entity.id, f"{sense.spelling} against")
    found = scene.spoken_for.get(key)
    if found is None:
        found = next((word for word in against if scene.says(word)), "")
        scene.spoken_for[key] = found
    return found != ""


def _needy(sense: Sense) -> bool:
    return sense.ambiguity is not None and bool(sense.ambiguity.needs)


def _fits(sense: Sense, look: Look) -> bool:
    scene = look.scene
    if sense.ambiguity is None or not sense.ambiguity.needs:
        return sense.ambiguity is None
    against = _spoken_against(sense, scene)
    if against and vague(sense):
        return False
    if _in_small_letters(sense, look) or scene.speaks_of(sense.entity.id, sense.spelling):
        return True
    if against:
        return False
    needs = sense.ambiguity.needs
    return ("context" in needs or "word" in needs) and _spoken_for(sense, scene) != ""


def _in_small_letters(sense: Sense, look: Look) -> bool:
    """Whether capitals mean something here: the WHO, but not WHO WILL WIN."""
    if sense.ambiguity is None or "small letters" not in sense.ambiguity.needs:
        return False
    scene, (start, end, _, _) = look.scene, look.candidate
    return not scene.shouted(start, end)


def _spoken_for(sense: Sense, scene: Scene) -> str:
    key = (sense.entity.id, sense.spelling)
    known = scene.spoken_for.get(key)
    if known is None:
        known = scene.spoken_for[key] = _advocate(sense, scene)
    return known


def _advocate(sense: Sense, scene: Scene) -> str:
    """The word, member or habit that speaks for a body; empty when nothing does."""
    words = sense.ambiguity.context if sense.ambiguity else ()
    found = next((word for word in words if scene.says(word)), "")
    if found or scene.sporty or (sense.ambiguity and "word" in sense.ambiguity.needs):
        return found
    members = scene.reference.ever_members(sense.entity.id) & scene.spoken_of
    if members:
        return f"its member {scene.reference.entities[min(members)].name}"
    usual = sense.spelling in scene.word_set("usual_bodies") and bool(scene.called)
    return "countries" if usual else ""


def _reason(sense: Sense, scene: Scene) -> str:
    if sense.ambiguity is None:
        return sense.why
    if scene.speaks_of(sense.entity.id, sense.spelling):
        return "the text names it by another name too"
    spoken = _spoken_for(sense, scene)
    return f"the text speaks of {spoken}" if spoken else "capitals among small letters"


def _others(look: Look) -> str:
    ambiguity = look.sense.ambiguity
    return ", ".join(ambiguity.also[:3]) if ambiguity and ambiguity.also else "something else"


def introduced(surface: str, scene: Scene) -> str | None:
    """Who "(XYZ)" in this text is: an entity's id, "" for something unknown, None without one."""
    if surface not in scene.introduced:
        scene.introduced[surface] = _introduced(surface, scene)
    return scene.introduced[surface]


def _introduced(surface: str, scene: Scene) -> str | None:
    at = scene.bracketed.get(surface)
    if at is None:
        return None
    for end in (at - 1, at, at - 2):
        candidate = scene.ends.get(end)
        if candidate is not None and candidate.end - candidate.start > len(surface):
            return candidate.senses[0].entity.id
    words = scene.plain[max(0, at - INTRODUCTION) : at].split()
    initials = "".join(word[0].upper() for word in words if word.lower() not in SMALL_WORDS)
    return "" if initials.endswith(surface.replace(".", "")) else None


def new_acronyms(scene: Scene, hits: list[tuple[Candidate, Choice]]) -> list[Candidate]:
    """Acronyms of this text alone: "the Lake Accord Group (LAG)" makes every later LAG a name."""
    found: list[Candidate] = []
    done: set[str] = set()
    plain = scene.plain
    for candidate, choice in hits:
        if len(found) > MOST:
            break
        if choice.sense is None or plain[candidate.end : candidate.end + 2] != " (":
            continue
        if choice.sense.entity.kind not in {"organisation", "coalition", "armed_group"}:
            continue
        stop = plain.find(")", candidate.end, candidate.end + 12)
        short = plain[candidate.end + 2 : stop]
        fitting = 2 <= len(short) <= 8 and short.isalpha() and short.isupper()
        fitting = fitting and short not in AGENCIES
        if stop > 0 and fitting and short not in done:
            done.add(short)
            found.extend(_occurrences(short, candidate.end, choice.sense, scene))
    return found


def _occurrences(short: str, start: int, sense: Sense, scene: Scene) -> list[Candidate]:
    alias = sense._replace(spelling=short, form="alias")
    found: list[Candidate] = []
    plain = scene.plain
    at = plain.find(short, start)
    while at >= 0 and len(found) <= MOST:
        end = at + len(short)
        alone = not plain[at - 1].isalnum() and not plain[end : end + 1].isalnum()
        if alone and at not in scene.starts:
            found.append(Candidate(at, end, (alias,)))
        at = plain.find(short, end)
    return found
