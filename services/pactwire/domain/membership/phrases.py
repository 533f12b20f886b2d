"""Noun phrases of a sentence: the parties that may join or leave, and the bodies they may join.

A `Party` is a state, a list of states, its government, its leader, its seat, a pronoun or "the country";
a `BodyPhrase` is a body's name or a common noun that stands for it.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from pactwire.domain.membership.context import Context, Member, answers_to
from pactwire.domain.membership.tokens import Sentence, Token
from pactwire.domain.membership.world import Body

PartyKind = Literal[
    "state", "adjective", "people", "leader", "seat", "representative", "generic", "pronoun", "body"
]
Head = Literal["body", "possessor", "agent", "modifier"]

NOT_PARTICIPLES = frozenset(
    "meeting training building ruling hearing bombing funding spending ranking filing peacekeeping voting "
    "planning briefing gathering hacking king ring wing listing bidding standing policing monitoring".split()
)
TIME_UNITS = frozenset(
    "years months weeks days hours decades year months. january december".split()
)
EURO = frozenset({"euro", "eurozone", "euro-zone"})
IRREGULAR_PASTS = frozenset(
    "drew took made came went began rose fell met held sent gave kept led won lost saw found brought left put spent "
    "grew stood broke ran became fought spoke drove threw sank shrank struck shook cost hurt cut hit let set".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov "
    "dec next last this".split()
)
FOLLOWS = (
    "NUM",
    "PREP",
    "CONJ",
    "SUBORD",
    "REL",
    "ADV",
    "BE",
    "HAVE",
    "COND",
    "FUT",
    "NEG",
    "PRON",
    "DET",
    "TO",
    "WOULD",
    "DO",
    "LAPSE",
    "POSS",
)


@dataclass(slots=True)
class Party:
    """A noun phrase that may be a member; token indices are inclusive."""

    first: int
    last: int
    members: tuple[Member, ...]
    kind: PartyKind
    possessive: bool = False
    plural: bool = False
    word: str = ""


@dataclass(slots=True)
class BodyPhrase:
    """A noun phrase that names a body, and what it is to the noun after it."""

    first: int
    last: int
    body: Body
    head: Head
    generic: bool = False


@dataclass(slots=True)
class Phrases:
    """All phrases of a sentence and which one covers each token."""

    parties: list[Party] = field(default_factory=list)
    bodies: list[BodyPhrase] = field(default_factory=list)
    party_at: dict[int, Party] = field(default_factory=dict)
    body_at: dict[int, BodyPhrase] = field(default_factory=dict)


def is_word(token: Token) -> bool:
    """Whether a token is made of letters or digits."""
    return token.text[0].isalnum()


def is_plain(token: Token) -> bool:
    """A word without labels and without a name: most adjectives and nouns."""
    return token.hit is None and not token.tags and is_word(token)


def find_phrases(sentence: Sentence, context: Context) -> Phrases:
    """Bodies first, then parties: a body's name never is a state's."""
    phrases = Phrases()
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if index in phrases.body_at:
            continue
        found = (
            named_body(tokens, index, context) if token.hit else called_body(tokens, index, context)
        )
        if found is not None:
            phrases.bodies.append(found)
            for covered in range(found.first, found.last + 1):
                phrases.body_at[covered] = found
    phrases.parties = coordinated(tokens, single_parties(tokens, phrases, context))
    for party in phrases.parties:
        for covered in range(party.first, party.last + 1):
            phrases.party_at[covered] = party
    return phrases


def named_body(tokens: list[Token], index: int, context: Context) -> BodyPhrase | None:
    """The phrase of a body's own name, with its acronym in brackets and its class noun."""
    hit = tokens[index].hit
    body = context.body_of(hit) if hit else None
    if body is None and hit is not None and (owner := context.organ_of(hit)) is not None:
        return BodyPhrase(index, index, owner, "agent")
    if body is None or (tokens[index].low in {"euro", "euros"} and is_price(tokens, index)):
        return None
    last = past_brackets(tokens, index, body)
    last = past_class_noun(tokens, last, body)
    return BodyPhrase(index, last, body, head_after(tokens, last))


def past_brackets(tokens: list[Token], last: int, body: Body) -> int:
    """Skip "(ECOWAS)" or ", ICCO," after a name."""
    if last + 3 <= len(tokens) and last + 3 < len(tokens) + 1 and tokens[last + 1 : last + 2]:
        opening = tokens[last + 1]
        inner = tokens[last + 2 : last + 4]
        if opening.low == "(" and len(inner) == 2 and inner[1].low == ")":
            hit = inner[0].hit
            if (hit and hit.entity_id == body.entity_id) or inner[0].text.isupper():
                return last + 3
    return last


def past_class_noun(tokens: list[Token], last: int, body: Body) -> int:
    """Skip the class noun after a name: "ECOWAS regional bloc", "Kyoto climate pact"."""
    for ahead in range(last + 1, min(last + 4, len(tokens))):
        token = tokens[ahead]
        if token.hit is None and "GBODY" in token.tags and answers_to(body, token.low):
            return ahead
        if not is_plain(token):
            break
    return last


def head_after(tokens: list[Token], last: int) -> Head:
    """What a body's name is to the word that follows it."""
    if last + 1 >= len(tokens):
        return "body"
    token = tokens[last + 1]
    if token.low in {"'s", "'"}:
        return "possessor"
    if token.has("AGENT", "REP"):
        return "agent"
    if token.has(
        "N_JOIN",
        "N_LEAVE",
        "N_SIGN",
        "N_SUSPEND",
        "N_EXPEL",
        "N_REINSTATE",
        "N_PART",
        "N_ADOPT",
        "N_RETURN",
        "TAIL",
        "MEMBER",
        "PARTY",
        "NATION",
        "CANDIDATE",
        "OBSERVER",
    ):
        return "modifier"
    if not is_word(token) or token.has(*FOLLOWS) or token.low in MONTHS:
        return "body"
    following = tokens[last + 2] if last + 2 < len(tokens) else None
    return "body" if runs_on(token, following) else "modifier"


def runs_on(token: Token, following: Token | None = None) -> bool:
    """Whether a word after a name goes on with the sentence instead of making a compound with it."""
    if token.hit is not None:
        return token.hit.kind not in {"organisation", "coalition", "media"}
    if token.low in NOT_PARTICIPLES:
        return False
    if token.has("VERB"):
        return token.has("f:ed", "f:en", "f:ing", "f:s", "HAVE") or token.low in {"says", "join"}
    if token.low[0].isdigit():
        return len(token.low) == 4 or (following is not None and following.low in TIME_UNITS)
    return token.low.endswith(("ly", "ed", "ing")) or token.low in IRREGULAR_PASTS


def called_body(tokens: list[Token], index: int, context: Context) -> BodyPhrase | None:
    """A body by a common noun: "the 54-member bloc", "the treaty"; and "the euro"."""
    token = tokens[index]
    if token.low in EURO:
        return the_euro(tokens, index, context)
    if "GBODY" not in token.tags:
        return None
    first = determiner_before(tokens, index)
    if first is None:
        return None
    head = head_after(tokens, index)
    if head == "modifier" and not tokens[index + 1].has(
        "N_JOIN", "MEMBER", "NATION", "TAIL", "PARTY"
    ):
        return None
    body = context.body_called(token.low, token.start)
    return None if body is None else BodyPhrase(first, index, body, head, generic=True)


def determiner_before(tokens: list[Token], index: int) -> int | None:
    """Index of "the"/"this"/"that" before a noun with at most four adjectives between."""
    for back in range(index - 1, max(-1, index - 6), -1):
        token = tokens[back]
        if token.low in {"the", "this", "that"}:
            return back
        hit = token.hit
        if hit is not None and hit.kind not in {"country", "place"}:
            return None
        if hit is None and not (
            is_plain(token) or token.has("NEXT", "HYPHEN", "GBODY") or token.low[0].isdigit()
        ):
            return None
    return None


def is_price(tokens: list[Token], index: int) -> bool:
    """Whether "euro" is money here."""
    before = tokens[index - 1].low if index else ""
    return bool(re.fullmatch(r"[\d.,]+|million|billion|trillion|bn|m|per|[a-z]*-?billion", before))


def the_euro(tokens: list[Token], index: int, context: Context) -> BodyPhrase | None:
    """The euro as the union one can join."""
    body = context.world.body("x-eurozone")
    if body is None or is_price(tokens, index):
        return None
    last = index
    if index + 1 < len(tokens) and tokens[index + 1].low in {
        "currency",
        "club",
        "bloc",
        "area",
        "zone",
    }:
        last = index + 1
    return BodyPhrase(index, last, body, head_after(tokens, last))


def single_parties(tokens: list[Token], phrases: Phrases, context: Context) -> list[Party]:
    """Party phrases one by one, without coordination."""
    found: list[Party] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        party = None
        if token.hit is not None:
            party = named_party(tokens, index, context)
        elif index not in phrases.body_at:
            party = referring_party(tokens, index)
        if party is not None:
            if found and party.first <= found[-1].last:
                party.first = found[-1].last + 1
            found.append(party)
            index = party.last
        index += 1
    return found


def named_party(tokens: list[Token], index: int, context: Context) -> Party | None:
    """The phrase around a state, a leader or a seat."""
    hit = tokens[index].hit
    member = context.member_of(hit) if hit else None
    if hit is None or member is None:
        return None
    if index and tokens[index - 1].low in {"former", "ex", "late", "ex-president"}:
        return None
    kind: PartyKind = "state"
    if hit.kind == "person":
        kind = "leader"
    elif hit.kind == "place" and member.iso2 is not None:
        kind = "seat"
    elif hit.form == "adjective":
        kind = "adjective"
    elif hit.form == "demonym":
        kind = "people" if hit.surface.lower().endswith("s") else "adjective"
    party = Party(index, index, (member,), kind)
    return with_representative(tokens, party)


def with_representative(tokens: list[Token], party: Party) -> Party:
    """Extend "Turkish" or "Turkey's" to the government that acts for it, when one follows."""
    after = party.last + 1
    mark = after < len(tokens) and tokens[after].low in {"'s", "'"}
    if mark:
        party.possessive = True
        party.last = after
        after += 1
    if not mark and party.kind not in {"adjective", "state"}:
        return party
    for ahead in range(after, min(after + 5, len(tokens))):
        token = tokens[ahead]
        if token.has("REP"):
            return as_representative(tokens, party, ahead)
        if token.hit is not None or not (is_plain(token) or token.has("NEXT")):
            break
        if party.kind == "state" and not mark:
            break
    return party


def as_representative(tokens: list[Token], party: Party, last: int) -> Party:
    """A government phrase ending at `last`, with a name or a possessive mark after it."""
    while last + 1 < len(tokens) and tokens[last + 1].has("REP"):
        last += 1
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is not None and following.hit is not None and following.hit.kind == "person":
        last += 1
        following = tokens[last + 1] if last + 1 < len(tokens) else None
    possessive = following is not None and following.low in {"'s", "'"}
    if possessive:
        last += 1
    elif (
        following is not None
        and is_plain(following)
        and following.text[0].islower()
        and not runs_on(following)
    ):
        return party
    return Party(party.first, last, party.members, "representative", possessive)


def referring_party(tokens: list[Token], index: int) -> Party | None:
    """A pronoun or "the country", to be resolved where it's needed."""
    token = tokens[index]
    if token.low in {"it", "they", "he", "she", "we"}:
        return Party(index, index, (), "pronoun", plural=token.low == "they", word=token.low)
    if token.has("POSS") and index + 1 < len(tokens) and tokens[index + 1].low in GENERIC_OWN:
        last = index + 1
        mark = last + 1 < len(tokens) and tokens[last + 1].low in {"'s", "'"}
        return Party(
            index,
            last + (1 if mark else 0),
            (),
            "generic",
            mark,
            word="he" if token.low in {"his", "her"} else "it",
        )
    if token.low in COLLECTIVES and plain_subject(tokens, index):
        return Party(index, index, (), "generic", word=token.low)
    if token.has("POSS"):
        return Party(index, index, (), "pronoun", True, token.low == "their", token.low)
    if token.low in PLURAL_GENERIC and (word := plural_determiner(tokens, index)):
        return Party(index, index, (), "generic", False, True, word)
    if token.low == "both":
        return Party(index, index, (), "pronoun", False, True, "both")
    if token.has("GPARTY") and known_one(tokens, index):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        mark = after is not None and after.low in {"'s", "'"}
        return Party(index, index + (1 if mark else 0), (), "generic", mark, word=token.low)
    return None


GENERIC_OWN = frozenset({"country", "nation", "government", "republic", "kingdom", "homeland"})
COLLECTIVES = frozenset(
    {"lawmakers", "mps", "deputies", "senators", "legislators", "voters", "parliament"}
)


def plain_subject(tokens: list[Token], index: int) -> bool:
    """As in "Lawmakers voted": no name before or after that says whose."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1] if index else None
    free = before is None or not (
        before.hit is not None or before.low in {"'s", "european", "eu"} or before.has("PREP")
    )
    return free and after is not None and after.has("VERB", "ADV", "BE", "HAVE", "FUT", "WOULD")


def known_one(tokens: list[Token], index: int) -> bool:
    """As in "the country", "the island state"; not "the first country to ..."."""
    first = determiner_before(tokens, index)
    if first is None:
        return False
    if index + 1 < len(tokens) and tokens[index + 1].low in {"to", "that", "which", "in"}:
        return False
    return not any(token.has("NEXT", "MEMBER") or token.hit for token in tokens[first + 1 : index])


PLURAL_GENERIC = frozenset(
    {
        "countries",
        "nations",
        "states",
        "governments",
        "neighbours",
        "neighbors",
        "republics",
        "juntas",
        "islands",
        "allies",
    }
)


def plural_determiner(tokens: list[Token], index: int) -> str:
    """As in "the two countries", "both nations", "these states": the word that makes them known ones."""
    for back in range(index - 1, max(-1, index - 5), -1):
        token = tokens[back]
        if token.low in {"the", "these", "those", "both"}:
            return token.low
        if token.has("GBODY", "MEMBER") or not (
            is_plain(token) or token.has("NEXT", "HYPHEN", "NUM")
        ):
            return ""
    return ""


def coordinated(tokens: list[Token], singles: list[Party]) -> list[Party]:
    """Fold "A, B and C" into one party; each keeps its place when they aren't one list."""
    result: list[Party] = []
    position = 0
    while position < len(singles):
        run = [singles[position]]
        joined = False
        while position + len(run) < len(singles):
            link = link_between(tokens, run[-1], singles[position + len(run)])
            if link is None or not alike(run[-1], singles[position + len(run)]):
                break
            joined = joined or link == "and"
            run.append(singles[position + len(run)])
        if (
            len(run) > 1
            and (joined or led_by_along(tokens, run[0]) or headline_pair(tokens, run))
            and not split_clause(tokens, run)
        ):
            result.append(together(tokens, run))
            position += len(run)
        else:
            result.append(widened(tokens, run[0]))
            position += 1
    return result


def link_between(tokens: list[Token], left: Party, right: Party) -> str | None:
    """As in "and" or "," when only list marks stand between two phrases."""
    between = tokens[left.last + 1 : right.first]
    if not between or len(between) > 4 or left.possessive and left.kind == "representative":
        return None
    link = None
    for token in between:
        if token.has("CONJ") and token.low not in {"but", "nor", "yet"}:
            link = "and"
        elif token.low == ",":
            link = link or ","
        elif not (
            token.has("DET") or token.low in {"both", "also", "then", "later", "neighbouring", "of"}
        ):
            return None
    return link


def alike(left: Party, right: Party) -> bool:
    """Whether two phrases can be items of one list."""
    named = {"state", "seat", "leader", "representative"}
    if left.kind in named and right.kind in named:
        return {left.kind, right.kind} != {"leader", "state"}
    return left.kind == right.kind and left.kind in {"adjective", "people"}


def led_by_along(tokens: list[Token], party: Party) -> bool:
    """As in "Along with A, B joins"."""
    return any(
        token.low in {"along with", "together with"}
        for token in tokens[max(0, party.first - 2) : party.first]
    )


def headline_pair(tokens: list[Token], run: list[Party]) -> bool:
    """As in "Ukraine, Moldova get candidate status": two names, a comma, a verb, at the very start."""
    after = tokens[run[-1].last + 1] if run[-1].last + 1 < len(tokens) else None
    return (
        run[0].first == 0
        and len(run) == 2
        and after is not None
        and (after.has("VERB", "FUT") or after.low == "to")
    )


def split_clause(tokens: list[Token], run: list[Party]) -> bool:
    """Two clauses instead of a list: "suspends A and B vows to ..."."""
    if len(run) != 2 or run[0].first == 0:
        return False
    before = tokens[run[0].first - 1]
    after = tokens[run[1].last + 1] if run[1].last + 1 < len(tokens) else None
    starts = (
        after is not None
        and after.has("f:s", "BE", "HAVE", "FUT", "WOULD")
        and not after.has("REP")
    )
    return (
        before.has("VERB", "PREP")
        and starts
        and not before.has("CAUSE")
        and before.low not in {"of", "with"}
    )


def together(tokens: list[Token], run: list[Party]) -> Party:
    """One party of several members."""
    members = tuple(dict.fromkeys(member for party in run for member in party.members))
    last = run[-1]
    kind: PartyKind = "state" if run[0].kind == "state" else last.kind
    party = Party(run[0].first, last.last, members, kind, last.possessive, True)
    return widened(tokens, party)


def widened(tokens: list[Token], party: Party) -> Party:
    """Take in "the leaders of" before a list of states."""
    if party.kind not in {"state", "seat"} or party.first < 2:
        return party
    back = party.first - 1
    while back > 1 and (tokens[back].has("DET") or tokens[back].has("NEXT")):
        back -= 1
    if tokens[back].low in {"of", "in"} and tokens[back - 1].has("REP"):
        first = back - 1
        if first and tokens[first - 1].has("DET"):
            first -= 1
        return Party(
            first, party.last, party.members, "representative", party.possessive, party.plural
        )
    return party
