"""What a mention does in its clause: subject, object, source, or merely mentioned.

A look at the words on both sides, no parse; a wrong guess costs an alert's ranking, not a claim.
"""

from pactwire.domain.reading import Hit
from pactwire_schemas.enrichment import Role

_OBJECT = """
    with against to into toward towards between among joining joined join joins leaving left leave
    leaves quit quits admitted admit admits invited invite invites suspended suspend suspends
    expelled expel expels welcomed welcome welcomes accused accuse accuses urged urge urges warned
    warn warns attacked attack attacks invaded invade invades sanctioned backed back backs told
    asked by on over hit struck bombed beat defeated
"""
BEFORE_OBJECT = frozenset(_OBJECT.split())
_SOURCE = """
    official officials spokesman spokeswoman spokesperson media newspaper newspapers daily sources
    source police authorities analysts diplomats diplomat intelligence state-run
"""
AFTER_SOURCE = frozenset(_SOURCE.split())
_SAYING = "said says say told tells confirmed reported reports announced added according"
SAYING = frozenset(_SAYING.split())
_NO_VERB = """
    and or in of on at for from to with by as the a an 's but nor than that this its their
    while after before over under against into between during near across amid about via per
"""
NO_VERB = frozenset(_NO_VERB.split())
CLAUSE_STARTS = frozenset(".,;:!?\"'(\n-")
_OPENERS = "the a an and but that as while when if because although whether both said"
OPENERS = frozenset(_OPENERS.split())
REACH = 40


def role(hit: Hit, plain: str) -> Role:
    """The role of a hit; offsets of the hit are offsets of `plain`."""
    before = plain[max(0, hit.start - REACH) : hit.start]
    after = plain[hit.end : hit.end + REACH]
    previous = _last_word(before)
    following = after.split(None, 2)[:2] if after[:1] in {" ", "'"} else []
    if _is_source(hit, previous, following, before):
        return "source"
    if _opens_clause(before, previous) and _takes_verb(hit, following):
        return "subject"
    if previous in BEFORE_OBJECT:
        return "object"
    return "mentioned"


def _last_word(before: str) -> str:
    words = before.rsplit(None, 2)
    if not words or not before[-1:].isspace():
        return ""
    last = words[-1].lower()
    if last in {"the", "a", "an"} and len(words) > 1:
        last = words[-2].lower()
    return last.strip(",;:\"'()")


def _is_source(hit: Hit, previous: str, following: list[str], before: str) -> bool:
    if hit.kind == "media" or before.rstrip().lower().endswith("according to"):
        return True
    if not following:
        return False
    named = hit.form in {"adjective", "demonym", "abbreviation"} or following[0] == "'s"
    word = following[0].strip(",.")
    if word == "'s" and len(following) > 1:
        word = following[1].strip(",.")
    del previous
    return named and word in AFTER_SOURCE


def _opens_clause(before: str, previous: str) -> bool:
    stripped = before.rstrip(" ")
    if not stripped or stripped[-1] in CLAUSE_STARTS:
        return True
    return previous in OPENERS or not previous


def _takes_verb(hit: Hit, following: list[str]) -> bool:
    if not following or hit.form == "adjective":
        return False
    word = following[0]
    if word == "'s":
        return False
    return word[:1].islower() and word.strip(",.;:") not in NO_VERB and word[-1] not in ".;:"
