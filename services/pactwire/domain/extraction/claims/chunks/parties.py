"""Single party phrases: a state, its government, its leader, its seat."""

from pactwire.domain.extraction.claims.chunks.anaphora import find_anaphor, skip_mark
from pactwire.domain.extraction.claims.chunks.nouns import (
    PartyKind,
    PartyPhrase,
    SentenceChunks,
    continues_sentence,
    is_plain,
)
from pactwire.domain.extraction.claims.lexicon.vocabulary import open_english
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.tokens import Token, look
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
    last = skip_mark(tokens, index)
    return PartyPhrase(index, last, (member,), "representative", last > index)


def find_named_party(
    tokens: list[Token], index: int, context: ArticleContext
) -> PartyPhrase | None:
    """The phrase around a state, a leader or a seat."""
    hits = [hit for hit in (tokens[index].hit, tokens[index].twin) if hit is not None]
    members = tuple(member for hit in hits if (member := context.member_of(hit)) is not None)
    if not members or look(tokens, index - 1).among("FORMER"):
        return None
    kind = classify_party(tokens, index, hits[0], members[0])
    party = PartyPhrase(index, index, members, kind, plural=len(members) > 1)
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
    after = look(tokens, index + 1)
    acts = after.has("VERB", "FUT") and after.has("f:ed", "f:base", "HAVE", "FUT")
    return acts and look(tokens, index - 1).among("BEFORE_NATIONALITY")


def extend_to_representative(tokens: list[Token], party: PartyPhrase) -> PartyPhrase:
    """Extend "Turkish" or "Turkey's" to the government that acts for it, when one follows."""
    party.last = skip_mark(tokens, party.last)
    party.possessive = party.last > party.first
    described = party.possessive or party.kind == "adjective"
    reach = 5 if described else int(party.kind == "state")
    for ahead in range(party.last + 1, party.last + 1 + reach):
        token = look(tokens, ahead)
        if token.has("REP"):
            return build_representative(tokens, party, ahead)
        if not (is_plain(token) or token.has("NEXT")):
            break
    return party


def build_representative(tokens: list[Token], party: PartyPhrase, last: int) -> PartyPhrase:
    """A government phrase ending at `last`, with a name or a possessive mark after it."""
    while look(tokens, last + 1).has("REP"):
        last += 1
    named = look(tokens, last + 1).hit
    last += named is not None and named.kind == "person"
    following = look(tokens, last + 1)
    noun = is_plain(following) and following.text[0].islower()
    if noun and not continues_sentence(following):
        return party
    end = skip_mark(tokens, last)
    return PartyPhrase(party.first, end, party.members, "representative", end > last)
