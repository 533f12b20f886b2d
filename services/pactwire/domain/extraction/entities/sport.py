"""Whether a text is about sport: by its headline, by its words, or by the scores in a short one.

Says nothing about single names; `teams` does.
"""

import re
from collections.abc import Sequence

from pactwire.domain.extraction.entities.scan import Candidate, ContextWord

POINTS = 3
SURE_POINTS = 3
SPACING = 320
"""A text is about sport with three words of it, and one in every 320 code points."""
FEW_POINTS, CLOSE_SPACING = 2, 160
"""Two words of sport, one in every 160 code points: enough to doubt what letters stand for."""
SHORT = 700
"""Only texts up to this length are searched for scores."""
HEADED = 60
_SPORTS = """
    soccer football cricket rugby tennis golf athletics cycling swimming boxing baseball basketball
    hockey handball volleyball badminton squash skiing skating gymnastics judo wrestling rowing
    sailing yachting snooker darts formula motor motorcycling motor-racing rallying alpine nordic
    biathlon bobsleigh luge weightlifting triathlon fencing archery shooting equestrian olympics
    nba nhl nfl mlb paralympics curling softball racing marathon chess speed figure netball futsal
"""
SPORTS = frozenset(_SPORTS.split())
RESULT = re.compile(
    r"(?:,|:)? \(?\d{1,3}(?P<dash>-\d{1,3})?(?: all out\b| for (?:\d|one|two|three|four|five|six|"
    r"seven|eight|nine)\b)?(?!\d|-\d|[.,:]\d|%| ?(?:per|percent|[mb]illion|trillion|tonnes|tons|"
    r"k[mg]|years?|days?|weeks?|months?|people|soldiers|troops|members|seats|votes)\b)"
)
SCORE = re.compile(r"(?<![\d-])\d{1,3}-\d{1,3}(?![\d-])")
PLAYED = re.compile(
    r"(?: have| has| had)? (?:beat|beats|beaten|thrash|thrashed|thrashes|drew|draws?|won|wins?|"
    r"lost|loses?|defeat(?:ed|s)?|edged?|edges|crush(?:ed|es)?|down(?:ed|s)|held|holds|hold|"
    r"trounced?|overcame|trail(?:ed|s)?|leads?|led|rout(?:ed|s)?|hammer(?:ed|s)?|v|vs|and)\b",
    re.IGNORECASE,
)
VOTED = re.compile(r"\b(?:vot(?:e|es|ed|ing)|ballots?|seats?|polls?|referendum|senat(?:e|ors))\b")
MET = re.compile(
    r" (?:beat|thrash|thrashed|edge|edged|crush|crushed|defeat|defeated|drew with|draw with|"
    r"lost to|lose to|hammer|hammered|rout|routed|v|vs|versus)\.? (?:the )?",
    re.IGNORECASE,
)
"""What stands between two countries that met at play."""


def is_sport(plain: str, candidates: Sequence[Candidate], words: Sequence[ContextWord]) -> bool:
    """Whether countries at play in this text are teams."""
    if words and by_words(words, len(plain)):
        return True
    if headed(plain):
        return True
    if len(plain) > SHORT:
        return False
    return by_scores(plain, candidates) or (bool(words) and by_meeting(plain, candidates, words))


def by_words(words: Sequence[ContextWord], length: int) -> bool:
    """Whether words of sport are frequent and not all the same."""
    points, forms = _count_words(words)
    return points >= POINTS and forms > 1 and points * SPACING >= length


def touches_sport(words: Sequence[ContextWord], length: int) -> bool:
    """Whether so much of a text is sport that letters may be those of a federation or a cup."""
    points, _ = _count_words(words)
    return points >= FEW_POINTS and points * CLOSE_SPACING >= length


def _count_words(words: Sequence[ContextWord]) -> tuple[int, int]:
    """Points for words of sport, and how many different ones there are."""
    points = 0
    forms = set()
    for _, _, form, labels in words:
        if "sport" in labels:
            points += 1
            forms.add(form)
        elif "sport_sure" in labels:
            points += SURE_POINTS
            forms |= {form, ""}
    return points, len(forms)


def headed(plain: str) -> bool:
    """Whether the text opens as agencies head their sport: `TENNIS - `, `Rugby Union-`."""
    end = plain.find("-", 0, HEADED)
    if end < 1:
        return False
    if plain[end - 1] != " " and not plain[:end].isupper():
        return False
    first = plain[:end].split(None, 1)
    return bool(first) and first[0].lower() in SPORTS


def by_scores(plain: str, candidates: Sequence[Candidate]) -> bool:
    """Whether countries stand beside scores: `Spain 3, Malta 0`; `drew 20-20`; `England 300-5`."""
    results, played = _count_results(plain, candidates)
    if not results and not played:
        return False
    return (results > 1 or SCORE.search(plain) is not None) and not VOTED.search(plain.lower())


def by_meeting(plain: str, candidates: Sequence[Candidate], words: Sequence[ContextWord]) -> bool:
    """Whether one country met another at play, and a word of sport says at what."""
    if not any("sport" in labels for _, _, _, labels in words) or VOTED.search(plain.lower()):
        return False
    starts = {one.start for one in candidates if one.senses[0].entity.kind == "country"}
    for candidate in candidates:
        met = MET.match(plain, candidate.end) if candidate.start in starts else None
        if met and met.end() in starts:
            return True
    return False


def _count_results(plain: str, candidates: Sequence[Candidate]) -> tuple[int, int]:
    """How many countries stand before scores, and before verbs of play."""
    results = played = 0
    for candidate in candidates:
        entity = candidate.senses[0].entity
        if entity.kind != "country" and entity.type != "constituent_country":
            continue
        result = RESULT.match(plain, candidate.end)
        if result:
            results += 2 if result["dash"] else 1
        elif PLAYED.match(plain, candidate.end):
            played += 1
    return results, played
