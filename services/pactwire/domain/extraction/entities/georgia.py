"""Georgia: the country in the Caucasus or the state in the south of the United States.

What the words beside it say decides, then the titles of who is "of Georgia", then the whole text.
"""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject

NATIONS = r"(?:country|nation|(?:\w+[ -]){0,2}(?:Soviet|Caucas\w+|Black Sea)|republic)\b"
COUNTRY_BEHIND = re.compile(rf"(?: \((?:(?:the|a|an) )?|, (?:the|a|an) ){NATIONS}")
COUNTRY_IN_FRONT = re.compile(r"\b(?:country|nation|[Rr]epublic|invasion|occupation) of $")
STATE_BEHIND = re.compile(
    r"(?: \(|, )(?:(?:the|a) )?(?:US|U\.S\.|USA|U\.S\.A\.|United States|American|southern|state\b)"
)
STATE_IN_FRONT = re.compile(r"\bstates? of $|(?<!\w)[RDI]-$")
TITLE = re.compile(
    r"\b(?:(?P<us>Reps?|Sens?|Govs?|Representatives?|Senators?|Governors?|Congress(?:wo)?m[ae]n|"
    r"Democrats?|Republicans?)|President|Premier|Minister|Chancellor|Ambassador|Patriarch)\b"
)
NAMED_OF = re.compile(r"(?:[A-Z][\w'-]+\.?|\)),? of $")
"""How "Jon Ossoff of Georgia" leads up to it."""
TITLE_REACH = 90
LEADS = ("of ", "-")
OWNED = re.compile(
    r"'s (?:Reps?\b|Sens?\b|Govs?\b|Senate\b|GOP\b|Legislature\b|Republicans?\b|Democrats?\b|"
    r"Democratic (?:Sen|Rep|Gov|Part)|(?:U\.S\. )?congress|U\.S\. )"
)


def resolve_georgia(context: CandidateContext) -> EntityDecision | None:
    """The state in the south of the United States, or the country in the Caucasus."""
    if not context.is_also("us_state", "us_state_resident", "us_region"):
        return None
    text = context.text
    local = _georgia_here(context)
    if local is not None:
        return local
    if text.is_about_us_georgia:
        return reject("the US state, by what the text speaks of")
    return EntityDecision(context.sense, "the country, by what the text speaks of", 0.9)


def _georgia_here(context: CandidateContext) -> EntityDecision | None:
    text, before = context.text, context.before
    local = _as_said(context) or _reject_us_georgia(context) or _by_title(context)
    if local is not None:
        return local
    if (
        text.is_about_sport
        and len(text.countries - {"US", "GE"}) > 1
        and not text.labels["us_georgia"]
    ):
        return EntityDecision(context.sense, "the country: others play too", 0.9)
    if before.endswith(",") and before[:-1] == "Tbilisi":
        return EntityDecision(context.sense, "the country: Tbilisi")
    return None


def _as_said(context: CandidateContext) -> EntityDecision | None:
    """What the words beside it call it: "Georgia (the country)", "the US state of Georgia"."""
    plain, (start, end, _, _) = context.text.plain, context.candidate
    front = (
        plain[max(0, start - 20) : start]
        if plain[max(0, start - 3) : start].endswith(LEADS)
        else ""
    )
    explained = plain.startswith((" (", ", "), end)
    if (explained and COUNTRY_BEHIND.match(plain, end)) or COUNTRY_IN_FRONT.search(front):
        return EntityDecision(context.sense, "the country, as the text says")
    if (explained and STATE_BEHIND.match(plain, end)) or STATE_IN_FRONT.search(front):
        return reject("the US state, as the text says")
    return None


def _by_title(context: CandidateContext) -> EntityDecision | None:
    """By who is "of Georgia" or Georgia's: senators and congressmen, or a president, a minister."""
    plain, (start, end, _, _) = context.text.plain, context.candidate
    if OWNED.match(plain, end):
        return reject("the US state: it has senators and congressmen")
    if context.before != "of":
        return None
    near = plain[max(0, start - TITLE_REACH) : start].rpartition("\n")[2]
    titles = list(TITLE.finditer(near)) if NAMED_OF.search(near) else []
    if not titles:
        return None
    if titles[-1]["us"]:
        return reject(f"the US state: {titles[-1][0]} of {context.surface}")
    return EntityDecision(context.sense, f"the country: {titles[-1][0]} of {context.surface}")


GEORGIAN_TOWNS = frozenset({"Atlanta", "Savannah", "Augusta", "Macon", "Athens"})


def _reject_us_georgia(context: CandidateContext) -> EntityDecision | None:
    text = context.text
    before, after = context.before, context.after
    if context.sense.form in {"name", "alias"} and (
        before.lower().rstrip(",") in text.word_set("georgia_before")
        or after in text.word_set("georgia_after")
    ):
        return reject(f"the US state: {before} {context.surface} {after}".strip())
    if before.endswith(",") and before[:-1] in GEORGIAN_TOWNS:
        return reject(f"the US state: {before} {context.surface}")
    return None
