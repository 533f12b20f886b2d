"""Attribution: the speaker of a clause, whether official, and whether the words are quoted."""

import re

from pactwire.domain.extraction.claims.attributes.ordinals import is_role_phrase
from pactwire.domain.extraction.claims.attributes.speaker_spans import (
    find_apposition_start,
    find_comma_after,
    find_speaker_span,
    has_name_after,
    is_capitalised,
    is_office,
    skip_adverbials,
    skip_apposition,
)
from pactwire.domain.extraction.claims.chunks.nouns import is_word
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Speaker

OFFICIAL = re.compile(r"(?:\b[\w.’'-]+ ){0,3}officials?\b", re.IGNORECASE)
SAYING = frozenset({"CITING", "REPORT", "STATING", "TELLING_TOO"})
"""Labels and groups of words that say or cite."""
BACK = 1200
OPENING, CLOSING = "“«„", "”»"


INTRODUCING_KINDS = frozenset({"country", "organisation", "coalition"})
OFFICIAL_KINDS = INTRODUCING_KINDS | {"person", "place"}


def is_quoted(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """Whether the predicate stands between quotation marks."""
    return is_inside_quotes(analysis, analysis.tokens[frame.verb].start)


def is_inside_quotes(analysis: SentenceAnalysis, position: int) -> bool:
    """Whether more quotations open than close between the line's start and a position."""
    text = analysis.context.document.text
    start = text.rfind("\n", 0, position) + 1
    before = text[max(start, position - 1500) : position]
    curly = sum(map(before.count, OPENING)) > sum(map(before.count, CLOSING))
    return curly or before.count('"') % 2 == 1


def find_speaker(analysis: SentenceAnalysis, frame: ClauseFrame) -> Speaker | None:
    """The speaker of the clause: before or after a verb of saying, or after "according to"."""
    found = find_reported_speaker(analysis, frame)
    return None if found is None else found[1]


def find_reporting_verb(analysis: SentenceAnalysis, frame: ClauseFrame) -> int | None:
    """The token of the verb of saying that has the clause's speaker."""
    found = find_reported_speaker(analysis, frame)
    return None if found is None else found[0]


def find_reported_speaker(
    analysis: SentenceAnalysis, frame: ClauseFrame
) -> tuple[int, Speaker | None] | None:
    """The first verb of saying in whose words the clause stands; no speaker for a pronoun."""
    for index in list_sayings(analysis):
        if analysis.tokens[index].among("CITING"):
            named = find_speaker_beside(analysis, index + 1, forward=True)
            return None if named is None else (index, named)
        if reports_clause(analysis, frame, index):
            named = find_speaker_of_verb(analysis, index)
            if named is not None or analysis.tokens[index - 1].has("PRON"):
                return index, named
    return None


def list_sayings(analysis: SentenceAnalysis) -> tuple[int, ...]:
    """Where a sentence has a verb of saying or cites somebody."""
    if analysis.sayings is None:
        analysis.sayings = tuple(
            index
            for index, token in enumerate(analysis.tokens)
            if not (token.tags.isdisjoint(SAYING) and token.groups.isdisjoint(SAYING))
            and (token.among("CITING") or is_reporting_verb(analysis, index))
        )
    return analysis.sayings


def reports_clause(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """Whether what a verb of saying reports may be the change of a frame."""
    quoted = is_inside_quotes(analysis, analysis.tokens[index].start)
    return not quoted and not is_parenthetical_report(analysis, frame, index)


def is_reporting_verb(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a token is a verb of saying, not the noun of that form."""
    token = analysis.tokens[index]
    if not (token.has("REPORT") or token.among("STATING", "TELLING_TOO")):
        return False
    before = analysis.token(index - 1)
    if token.among("MAY_BE_INFINITIVE"):
        return before is not None and not before.has("TO", "FUT", "WOULD", "COND", "NEG", "DO")
    if token.among("NOUNLIKE"):
        return analysis.among(index + 1, "THAT") or is_news_outlet(before)
    return not token.has("f:ing", "f:base")


def is_news_outlet(token: Token | None) -> bool:
    """Whether a token names a newspaper, an agency or a broadcaster."""
    return token is not None and token.hit is not None and token.hit.kind == "media"


def find_speaker_of_verb(analysis: SentenceAnalysis, index: int) -> Speaker | None:
    """Who stands before a verb of saying, else behind it: "said the minister"."""
    if analysis.low(index - 1) == ",":
        opening = find_apposition_start(analysis, index - 2)
        if opening is not None:
            return name_speaker(analysis, opening, index - 2)
    subject = skip_apposition(analysis, index)
    if subject is not None:
        return find_speaker_beside(analysis, subject, forward=False)
    before = find_speaker_beside(analysis, skip_adverbials(analysis, index), forward=False)
    if before is not None:
        return before
    if index and not is_word(analysis.tokens[index - 1]):
        return find_speaker_beside(analysis, index + 1, forward=True)
    return None


def is_parenthetical_report(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """As in "..., a day after officers said": a verb of saying in a clause of its own."""
    if index > frame.last:
        between = range(frame.last + 1, index)
        return any(opens_reporting_clause(analysis, at, index) for at in between)
    openings = [at for at in range(index) if analysis.tokens[at].has("SUBORD", "REL")]
    if not openings or index >= frame.verb or has_comma(analysis, openings[-1], index):
        return False
    return has_comma(analysis, index, frame.verb)


def has_comma(analysis: SentenceAnalysis, start: int, end: int) -> bool:
    """Whether a comma stands from one place to before another."""
    return any(analysis.low(at) == "," for at in range(start, end))


def opens_reporting_clause(analysis: SentenceAnalysis, at: int, index: int) -> bool:
    """Whether a word between a change and a verb of saying opens a clause of the latter's own."""
    token = analysis.tokens[at]
    if token.has("SUBORD", "REL") and not is_role_phrase(analysis, at):
        return not has_comma(analysis, at, index)
    return token.low == ";" or (token.has("CONJ") and is_interposed_report(analysis, index))


def is_interposed_report(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "and Y, officials said, has": said in the middle of another clause."""
    following = analysis.token(index + 2)
    resumes = following is not None and following.has("HAVE", "BE", "FUT", "VERB")
    return analysis.low(index + 1) == "," and resumes


def find_speaker_beside(analysis: SentenceAnalysis, index: int, forward: bool) -> Speaker | None:
    """The noun phrase on one side of a verb of saying."""
    first, last = find_speaker_span(analysis, index, forward)
    if forward and first <= last and has_name_after(analysis, last):
        last = find_comma_after(analysis, last) - 1
    if first > last or (forward and not starts_speaker_name(analysis, first, last)):
        return None
    return name_speaker(analysis, first, last)


def starts_speaker_name(analysis: SentenceAnalysis, first: int, last: int) -> bool:
    """Whether words behind "said" are who said it, not what was said or when."""
    following = analysis.token(last + 1)
    goes_on = following is not None and following.has("HAVE", "FUT", "WOULD", "COND", "VERB", "BE")
    return not goes_on and not analysis.tokens[first].has("PREP", "TO", "ADV", "SUBORD")


def name_speaker(analysis: SentenceAnalysis, first: int, last: int) -> Speaker | None:
    """The speaker that a stretch of words names; None for a pronoun, a time or a mere noun."""
    tokens, text = analysis.tokens[first : last + 1], analysis.context.document.text
    entity = next((token.hit.entity_id for token in tokens if token.hit is not None), None)
    name = strip_article(text[tokens[0].start : tokens[-1].end])
    if tokens[-1].has("PRON", "ADV") or tokens[-1].among("TIME_WORD"):
        return None
    if entity is None and is_known_official(tokens):
        return find_earlier_official(analysis.context, tokens[0].start, name)
    official = is_official(analysis, first, last)
    if entity is not None or official or is_unnamed_speaker(analysis, first, tokens):
        return Speaker(name=name, official=official, entity_id=entity)
    return None


def is_known_official(tokens: list[Token]) -> bool:
    """As in "the official", "officials": somebody who was introduced before."""
    *articles, noun = tokens
    return noun.among("OFFICIALS") and all(token.among("THE") for token in articles)


def is_unnamed_speaker(analysis: SentenceAnalysis, first: int, tokens: list[Token]) -> bool:
    """Whether words that name nobody known name a speaker: "analysts", "Ann Lee", a surname."""
    names = [token for token in tokens if is_word(token) and is_capitalised(token)]
    surname = first > 0 and is_capitalised(tokens[-1]) and not analysis.sentence.headline
    return surname or len(names) > 1 or any(token.among("PRIVATE") for token in tokens)


def is_official(analysis: SentenceAnalysis, first: int, last: int) -> bool:
    """Whether a noun phrase speaks for a state or a body: by an office, or as one itself."""
    own = analysis.tokens[first : last + 1]
    words = [*own, *find_description(analysis, last + 1)]
    if any(token.among("PRIVATE") or is_news_outlet(token) for token in words):
        return False
    kinds = [token.hit.kind for token in own if token.hit is not None]
    speaks = own[-1].hit is not None and kinds[0] in OFFICIAL_KINDS
    return speaks or any(map(is_office, words))


def find_description(analysis: SentenceAnalysis, comma: int) -> list[Token]:
    """The words of ", an analyst at", ", the government's spokeswoman" behind a name."""
    described = has_pattern(analysis, "described", comma - 1)
    return analysis.tokens[comma + 2 : comma + 6] if described else []


def find_earlier_official(context: ArticleContext, position: int, name: str) -> Speaker:
    """Whom "the official" means: the last official that was introduced with a state or body."""
    text, mentions = context.document.text, context.document.mentions
    best = Speaker(name=name, official=True)
    for match in OFFICIAL.finditer(text, max(0, position - BACK), position):
        for hit in mentions:
            if match.start() <= hit.start < match.end() and hit.kind in INTRODUCING_KINDS:
                name = strip_article(match.group())
                best = Speaker(name=name, official=True, entity_id=hit.entity_id)
    return best


def strip_article(name: str) -> str:
    """A name without a leading article or "its"."""
    return re.sub(r"^(?:the|an?|its|their|his|her)\s+", "", name, flags=re.IGNORECASE)
