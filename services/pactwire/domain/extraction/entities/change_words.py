"""Words of joining and leaving beside a form that says too little by itself.

"Poland quits the energy treaty" speaks of a treaty that states belong to, "an energy treaty between
the two" does not. The euro is a union where a state takes it up, gives it up or votes on it.
"""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject

IN_FRONT = 70
"""Code points within which the words are looked for."""
WORDS = 6
"""So many words in front of a form may speak of it."""
CLAUSE_ENDS = re.compile(r"[.!?;:]\s|\n")
_JOINING = r"re-?join\w*|join\w*|acced\w+|accession|admi(?:t|ts|tted|tting|ssion)|ratif\w+"
_LEAVING = (
    r"leav(?:e|es|ing)|left|quit(?:s|ting)?|exit\w*|withdr[ae]w\w*|depart(?:s|ed|ing|ure)|"
    r"expel\w*|expulsion|abandon\w*|renounc\w+|denounc\w+|(?:pull|drop|opt|get|walk|stay)\w* out|"
    r"(?:out|outside) of|outside"
)
_BELONGING = (
    r"members?|membership|(?:re-?)?enter(?:s|ed|ing)?|entry|inside|"
    r"part(?:y|ies) (?:again )?to|signatures? (?:to|under)|"
    r"(?:back|return\w*|readmi\w+|remain\w*) (?:in|to|into|within)|"
    r"sign(?:s|ed|ing)? (?:\w+ )?up|(?:yes|no) to"
)
CHANGE = re.compile(rf"\b(?:{_JOINING}|{_LEAVING}|{_BELONGING})\b")
OF_BUILDINGS = re.compile(r"left|enter|inside|outside|admi|walk")
"""Words for what people do with a court as well: "he left the war crimes court by a back door"."""


def find_change(context: CandidateContext) -> str:
    """The word of joining, leaving or belonging in front of a form; empty without one."""
    front = _read_words_in_front(context)
    said = (found[0] for found in CHANGE.finditer(front))
    if context.sense.entity.type == "court":
        said = (word for word in said if not OF_BUILDINGS.match(word))
    return next(said, "")


def _read_words_in_front(context: CandidateContext) -> str:
    """The last words of the clause before a form, in small letters."""
    start = context.candidate.start
    front = context.text.plain[max(0, start - IN_FRONT) : start]
    return " ".join(CLAUSE_ENDS.split(front)[-1].lower().split()[-WORDS:])


_TAKING_UP = (
    r"(?:join|adopt|introduc|accept|embrac|enter|prepar)(?:e?s|ed?|ing)?|"
    r"(?:bring|brought|take|took)\w*(?: in| up)?|to use|(?:beg[ai]n|start)\w* (?:to use|using)"
)
_GIVING_UP = r"(?:abandon|quit|exit|reject|ditch|leav)(?:e?s|ed?|t?ing)?|left"
_STEPS = (
    r"(?:adoption|membership) of|(?:accession|entry|entry in|changeover) ?to|ready for|"
    r"count(?:s|ing)?(?: ?down) to|(?:switch|chang|mov|go|come)\w* (?:over )?to|"
    r"(?:switch|chang)\w* from the \w+ to|(?:exit|withdrawal|departure) from|(?:yes|no) to|"
    r"(?:vot\w+|referendum|poll|plebiscite) (?:on|for|against)|"
    r"(?:out|outside) of|outside|(?:in|back )to|(?:stay|remain)\w* in"
)
TO_THE_EURO = re.compile(rf"\b(?:{_TAKING_UP}|{_GIVING_UP}|{_STEPS})(?: the| its| single)*$")
"""What stands right before the euro as a union."""
EURO_POLLS = frozenset({"referendum", "bid", "changeover", "plebiscite", "entrant", "entrants"})
"""What stands right behind it there."""
OF_MONEY = re.compile(
    r" (?:at [\W\d]|weaker|stronger|lower|higher|down|up|trading|near|vulnerable|under|little|flat|"
    r"below|above|notes|coins|sign|symbol|against|rate|exchange)"
)
"""What stands right behind it as money."""
OTHERS = re.compile(
    r"\b(?:investor|trader|fund|speculator|saver|money|capital|dollar|cash|women|squad|team)"
)
"""Those who leave the currency or the cup."""


def resolve_euro(context: CandidateContext) -> EntityDecision:
    """The euro as the union of those who use it, or as the money or the cup it is."""
    text, front = context.text, _read_words_in_front(context)
    found, behind = TO_THE_EURO.search(front), context.after.lower()
    said = found[0] if found else behind if behind in EURO_POLLS else ""
    if not said or OTHERS.search(front) or OF_MONEY.match(text.plain, context.candidate.end):
        return reject("the currency, not the union of those who use it")
    if context.surface[0].isupper() and text.touches_sport:
        return reject("the championship, not the union of those who use the currency")
    return EntityDecision(context.sense, f"the currency union: {said} euro", 0.8)
