"""What a mention does in its clause: subject, object, source, or merely mentioned.

A look at the words on both sides, no parse; a wrong guess costs an alert's ranking, not a claim.
"""

from pactwire.domain.extraction.document import EntityMention
from pactwire_schemas.enrichment import Role

_OBJECT = """
    with against to into toward towards between among joining joined join joins leaving left leave
    leaves quit quits admitted admit admits invited invite invites suspended suspend suspends
    expelled expel expels welcomed welcome welcomes accused accuse accuses urged urge urges warned
    warn warns attacked attack attacks invaded invade invades sanctioned backed back backs told
    asked by on over mention struck bombed beat defeated
"""
BEFORE_OBJECT = frozenset(_OBJECT.split())
_SOURCE = """
    official officials spokesman spokeswoman spokesperson media newspaper newspapers daily sources
    source police authorities analysts diplomats diplomat intelligence state-run
"""
AFTER_SOURCE = frozenset(_SOURCE.split())
_NO_VERB = """
    and or in of on at for from to with by as the a an 's but nor than that this its their
    while after before over under against into between during near across amid about via per
"""
NO_VERB = frozenset(_NO_VERB.split())
CLAUSE_STARTS = frozenset(".,;:!?\"'(\n-")
_OPENERS = "the a an and but that as while when if because although whether both said"
OPENERS = frozenset(_OPENERS.split())
REACH = 40


def find_role(mention: EntityMention, plain: str) -> Role:
    """The role of a mention; offsets of the mention are offsets of `plain`."""
    start, end = mention.start, mention.end
    previous = _last_word(plain, start)
    following, possessive = _next_word(plain, end)
    if mention.kind == "media" or _is_source(mention, following, possessive=possessive):
        return "source"
    if previous == "to" and "ccording to" in plain[max(0, start - 18) : start]:
        return "source"
    opens = _opens_clause(plain, start, previous)
    if opens and not possessive and _is_verb(following) and mention.form != "adjective":
        return "subject"
    return "object" if previous in BEFORE_OBJECT else "mentioned"


def _opens_clause(plain: str, start: int, previous: str) -> bool:
    return previous in OPENERS or not previous or plain[start - 2] in CLAUSE_STARTS


def _last_word(plain: str, start: int) -> str:
    """The word in front, articles skipped, in lower case; empty at the start of a clause."""
    if start < 2 or plain[start - 1] != " ":
        return ""
    end = start - 1
    for _ in range(2):
        begin = plain.rfind(" ", max(0, end - REACH), end) + 1
        word = plain[begin:end].rpartition("\n")[2].lower()
        if word not in {"the", "a", "an"}:
            return word.strip(",;:\"'()")
        if begin == 0:
            return ""
        end = begin - 1
    return ""


def _next_word(plain: str, end: int) -> tuple[str, bool]:
    """The word behind, and whether a possessive stands between."""
    possessive = plain.startswith("'s ", end)
    begin = end + 3 if possessive else end + 1
    if not possessive and plain[end : end + 1] != " ":
        return "", False
    stop = plain.find(" ", begin, begin + REACH)
    return plain[begin : stop if stop > 0 else begin + REACH], possessive


def _is_source(mention: EntityMention, following: str, *, possessive: bool) -> bool:
    named = possessive or mention.form in {"adjective", "demonym", "abbreviation"}
    return named and following.strip(",.") in AFTER_SOURCE


def _is_verb(word: str) -> bool:
    """Whether the word behind may be the verb of a subject: small, and none of the small words."""
    return word[:1].islower() and word[-1] not in ".,;:" and word not in NO_VERB
