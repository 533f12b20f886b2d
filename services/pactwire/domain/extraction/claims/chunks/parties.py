"""Single party phrases: a state, its government, its leader, its seat."""

from pactwire.domain.extraction.claims.chunks.anaphora import find_anaphor
from pactwire.domain.extraction.claims.chunks.nouns import (
    PartyKind,
    PartyPhrase,
    SentenceChunks,
    continues_sentence,
    is_plain,
)
from pactwire.domain.extraction.claims.lexicon.vocabulary import open_english
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire.domain.extraction.document import EntityMention


def find_single_parties(
    tokens: list[Token], phrases: SentenceChunks, context: ArticleContext
) -> list[PartyPhrase]:
    """Party phrases one by one, without coordination."""
    found: list[PartyPhrase] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        party = None
        if token.hit is not None:
            party = find_named_party(tokens, index, context)
        elif index not in phrases.body_at:
            party = find_parliament(tokens, index, found, context) or find_anaphor(tokens, index)
        if party is not None:
            found.append(party)
            index = party.last
        index += 1
    return found


def find_parliament(
    tokens: list[Token], index: int, found: list[PartyPhrase], context: ArticleContext
) -> PartyPhrase | None:
    """As in "The Knesset voted": a parliament that goes by a name of its own."""
    state = open_english(context.world.grammar).houses.get(tokens[index].low)
    owned = bool(found) and found[-1].last >= index - 2 and found[-1].kind != "generic"
    if state is None or owned or not tokens[index].text[0].isupper():
        return None
    member = Member(state, context.world.state_name(state), state)
    mark = index + 1 < len(tokens) and tokens[index + 1].low in {"'s", "'"}
    return PartyPhrase(index, index + int(mark), (member,), "representative", mark)


def find_named_party(
    tokens: list[Token], index: int, context: ArticleContext
) -> PartyPhrase | None:
    """The phrase around a state, a leader or a seat."""
    hit = tokens[index].hit
    member = context.member_of(hit) if hit else None
    if hit is None or member is None:
        return None
    if index and tokens[index - 1].low in {"former", "ex", "late", "ex-president"}:
        return None
    kind = classify_party(tokens, index, hit, member)
    twin = context.member_of(twice) if (twice := tokens[index].twin) else None
    party = PartyPhrase(
        index, index, (member, twin) if twin else (member,), kind, plural=bool(twin)
    )
    if (
        kind == "adjective"
        and index
        and tokens[index - 1].has("REP")
        and tokens[index].text[0].islower()
    ):
        return PartyPhrase(index - 1, index, (member,), "representative")
    return extend_to_representative(tokens, party)


def classify_party(
    tokens: list[Token], index: int, hit: EntityMention, member: Member
) -> PartyKind:
    """What sort of phrase a name makes here."""
    if hit.kind == "person":
        return "leader"
    if hit.kind == "place" and member.iso2 is not None:
        return "seat"
    if hit.form == "demonym" and hit.surface.lower().endswith("s"):
        return "people"
    if hit.form in {"adjective", "demonym"}:
        return "people" if is_nationality_noun(tokens, index) else "adjective"
    return "state"


def is_nationality_noun(tokens: list[Token], index: int) -> bool:
    """As in "a majority of Swiss voted", "the Irish rejected": an adjective without a noun."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    opens = index and tokens[index - 1].low in {"the", "of", "most"}
    return (
        bool(opens)
        and after is not None
        and after.has("f:ed", "f:base", "HAVE", "FUT")
        and (after.has("VERB", "FUT"))
    )


def extend_to_representative(tokens: list[Token], party: PartyPhrase) -> PartyPhrase:
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
            return build_representative(tokens, party, ahead)
        if token.hit is not None or not (is_plain(token) or token.has("NEXT")):
            break
        if party.kind == "state" and not mark:
            break
    return party


def build_representative(tokens: list[Token], party: PartyPhrase, last: int) -> PartyPhrase:
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
        and not continues_sentence(following)
    ):
        return party
    return PartyPhrase(party.first, last, party.members, "representative", possessive)
