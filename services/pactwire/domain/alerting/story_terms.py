"""The words of a story that tell it from others: what it claims, names, counts, and says beside.

No grammar of a language is needed. A word that is written with a capital inside the sentences, and
never without, is a name; of the rest, those that stand in reports of every kind are left out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pactwire.domain.text.numerals import NUMBER_WORDS, read_numbers
from pactwire_schemas import Article, MembershipClaim, Mention
from pactwire_schemas.alert import MAX_TERMS

ENTITY_MARK = "@"
CLAIM_MARK = "="
PART_MARK = ":"
SAME_ACTION = {"reinstate": "join", "expel": "leave"}
"""Actions that come to the same as another: reports of one change are worded as either."""
MAX_CLAIMS = 8
LEAD = 900
"""Characters of the body that are read; what follows in a report is background."""
MIN_LETTERS = 3
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
SENTENCE_BREAK = re.compile(r"[.!?:;\u2026\u3002\"'\u2018\u201c\u201d\u00ab\u00bb()\n]")

_COMMON = """
able about above according across after afternoon again against agency ago agree agreed all almost
along already als also although among and another any april are area around ask asked attack
attacked attacks auch auf august aux avec away back based because become been before began begin
behind bei being below best better between big both bring brought but call called came can cannot
carry case caused cent city close come coming como con continue could country court dans das day
days dead deadly death deaths december decided decision del dem den deputy der des did die died
dies director does down due during dying each early east eastern ein eine einem einer end est even
evening ever every expect expected far february few find first follow following for former found
friday from full gave get give given giving going government group had half has have head held her
here high him his hit hits home hour hours how however hurt injured injuring into ist its itself
january july june just keep kept kill killed killing kills know known large las last late later
latest lead leader leading least leave left les less like likely little local long los made main
make making man many march may meet meeting member members men midnight might minister ministry
mit moment monday month months more morning most move much must nach national near nearly need
never new news next nicht night nobody none north northern not nothing november now number october
off office officer official officials often old one only open other others our out over own par
para part party pas people per percent place plan planned plans plus point por pour president
prime public put que qui reached recent region report reported reporters reports rest right said
same saturday saw say saying says second secretary security see seen sent september ses set
several she should show showed sich side since small some son source sources south southern speak
spoke spokesman spokeswoman state statement states still strike strikes struck such sunday sur sus
take taken talk tell than that the their them then there these they third this those though
through thursday time times today told tomorrow too took toward towards town tried try tuesday
turned una und under une until upon use used using very von want wanted was way wednesday week
weekend weeks well went were west western what when where whether which while who whole whom whose
why will with within without woman women word work would wounded wounding year years yesterday yet
you young
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that stand in reports of every kind, in the languages that are read most."""


def list_story_terms(
    article: Article, mentions: Iterable[Mention], claims: Iterable[MembershipClaim] = ()
) -> tuple[str, ...]:
    """What a story claims, names, counts and says, the most telling first.

    Changes of membership that are its news, each `=action:stage:member:body`; names with a capital,
    then numbers, then other words, long ones first; then the entities, each its id behind `@`. The
    words that an entity is called by are no terms of their own.
    """
    mentioned = tuple((one.surface, one.entity_id) for one in mentions)
    claimed = dict.fromkeys(format_claim_term(one) for one in claims if not one.background)
    said = _list_terms(article.headline, article.body[:LEAD], mentioned)
    return (*tuple(claimed)[:MAX_CLAIMS], *said)[:MAX_TERMS]


def format_claim_term(claim: MembershipClaim) -> str:
    """What a claim says, as it was read, doubtful or not."""
    stage = claim.doubt.stage if claim.doubt else claim.stage
    action = SAME_ACTION.get(claim.action, claim.action)
    parties = claim.member.entity_id, claim.organisation.entity_id
    return CLAIM_MARK + PART_MARK.join((action, stage, *parties))


@lru_cache(maxsize=64)
def _list_terms(
    headline: str, lead: str, mentioned: tuple[tuple[str, str], ...]
) -> tuple[str, ...]:
    """The same for each watch that an article fits, so it is read once."""
    called = {word.casefold() for surface, _ in mentioned for word in WORD.findall(surface)}
    words = WORD.findall(f"{headline}\n{lead}")
    telling = [one for one in list_telling(words) if one not in called]
    capitals = find_names(lead)
    names = [one for one in telling if one in capitals]
    others = [one for one in telling if one not in capitals]
    terms = (
        *map(str.capitalize, names),
        *dict.fromkeys(read_numbers(words)),
        *sorted(others, key=len, reverse=True),
        *dict.fromkeys(ENTITY_MARK + entity for _, entity in mentioned),
    )
    return terms[:MAX_TERMS]


def list_telling(words: Iterable[str]) -> list[str]:
    """The words, folded, that are telling, each once."""
    return [one for one in dict.fromkeys(map(str.casefold, words)) if is_telling(one)]


@lru_cache(maxsize=1 << 15)
def is_telling(word: str) -> bool:
    """Whether a folded word says more than that something happened; most are met again soon."""
    return (
        len(word) >= MIN_LETTERS
        and word.isalpha()
        and word not in COMMON_WORDS
        and word not in NUMBER_WORDS
    )


def find_names(text: str) -> set[str]:
    """The words, folded, that have a capital inside sentences and never lack it."""
    words = list(read_words(text))
    small = {word for word, _ in words if word.islower()}
    return {
        word.casefold()
        for word, begins_sentence in words
        if word[0].isupper() and not begins_sentence and word.casefold() not in small
    }


def read_words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, with whether each begins a sentence."""
    for sentence in SENTENCE_BREAK.split(text):
        for place, word in enumerate(WORD.findall(sentence)):
            yield word, place == 0
