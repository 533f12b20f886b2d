"""Cuts one sentence into tokens: names, words with their labels, phrases, marks."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS, Vocabulary
from pactwire.domain.extraction.document import EntityMention

WORD = re.compile(
    r"#39;s?|#36;|quot;|&amp;|\b(?:[ldsnmjtcLDSNMJTC]|[Qq]u|[Jj]usqu|[Ll]orsqu)[’']|\d(?:[\d.,]*\d)?\w*(?:-\w+)*|\w+n[’']t\b|\w+(?:[-‑]\w+)*|[’'](?:s|ll|d|re|ve)\b|[’']|[^\w\s]"
)
COMPOUND = re.compile(r"[-‑–][^\W_](?:[^\W_]|[-‑–])*")
"""What goes on with a name, from its hyphen on."""
MAX_TOKENS = 160
BROKEN = {"#39;s": "'s", "#39;": "'", "quot;": '"', "&amp;": "&", "#36;": "$"}
"""Character references that lost their ampersand on the way."""


@dataclass(slots=True)
class Token:
    """A word, a name, a phrase or a mark. `low` is lower case with straight apostrophes."""

    start: int
    end: int
    text: str
    low: str
    tags: frozenset[str] = NO_TAGS
    lemma: str = ""
    hit: EntityMention | None = None
    twin: EntityMention | None = None
    """The second of two names in one place: "the Koreas"."""
    groups: frozenset[str] = NO_TAGS
    """What it is in one place or another of the grammar; see `seeds/grammar/groups.yaml`."""

    def among(self, *groups: str) -> bool:
        """Whether the token is in one of the groups."""
        if not self.groups:
            return False
        return not self.groups.isdisjoint(groups)

    def has(self, *labels: str) -> bool:
        """Whether the token has one of the labels."""
        if not self.tags:
            return False
        return not self.tags.isdisjoint(labels)

    def bears(self, *names: str) -> bool:
        """Whether the token has one of the labels, or is in one of the groups."""
        if self.tags and not self.tags.isdisjoint(names):
            return True
        return bool(self.groups) and not self.groups.isdisjoint(names)


NOWHERE = Token(0, 0, " ", "")
"""What stands outside a sentence: no word, without labels."""


def look(tokens: Sequence[Token], index: int) -> Token:
    """The token at an index, `NOWHERE` outside the sentence."""
    return tokens[index] if 0 <= index < len(tokens) else NOWHERE


Words = Callable[[str, int, int], Iterable[Token]]
"""Plain tokens of a stretch without names."""


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence and where it stands in the document."""

    start: int
    end: int
    tokens: list[Token]
    headline: bool = False


def split_words(text: str, start: int, end: int) -> list[Token]:
    """Plain tokens of a stretch without names."""
    found = []
    for match in WORD.finditer(text, start, end):
        surface = match.group()
        low = surface.lower().replace("’", "'").replace("‑", "-")
        low = BROKEN.get(low, low)
        found.append(Token(match.start(), match.end(), surface, low))
    return found


def find_compound_end(text: str, hit: EntityMention) -> int | None:
    """End of the compound when the name is part of one ("NATO-led", "non-OPEC"), else None."""
    if (rest := COMPOUND.match(text, hit.end)) is not None:
        return rest.end()
    before = text[max(0, hit.start - 2) : hit.start]
    return hit.end if before[:1].isalnum() and before.endswith(("-", "‑")) else None


def tokenize(
    text: str, start: int, end: int, hits: list[EntityMention], vocabulary: Vocabulary
) -> list[Token]:
    """Tokens of text[start:end]; hits must lie inside it, in order."""
    return label_tokens(cut_tokens(text, start, end, hits, split_words)[:MAX_TOKENS], vocabulary)


def cut_tokens(
    text: str, start: int, end: int, hits: list[EntityMention], words: Words
) -> list[Token]:
    """Names, and what `words` makes of the stretches between; compounds with a name are words.

    A little over `MAX_TOKENS` at the most once names are many: the caller cuts to its measure.
    """
    tokens: list[Token] = []
    position = start
    for hit in hits:
        if tokens and tokens[-1].hit is not None and tokens[-1].start == hit.start:
            tokens[-1].twin = hit
        if hit.start < position or hit.end > end:
            continue
        tokens.extend(words(text, position, hit.start))
        compound = find_compound_end(text, hit)
        if compound is None:
            tokens.append(Token(hit.start, hit.end, hit.surface, hit.surface.lower(), hit=hit))
            position = hit.end
        else:
            surface = text[hit.start : compound]
            tags = frozenset({"HYPHEN", "NEXT"})
            tokens.append(Token(hit.start, compound, surface, surface.lower(), tags))
            position = compound
        if len(tokens) > MAX_TOKENS:
            return tokens
    tokens.extend(words(text, position, end))
    return tokens


def label_tokens(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Give words their labels and fold phrases into one token each."""
    labelled: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        taken = 1
        if token.hit is None:
            taken = fold_phrase(tokens, position, vocabulary)
            token = tokens[position]
        token.groups = vocabulary.find_groups(token.low, token.lemma)
        labelled.append(token)
        position += taken
    return labelled


CAUSED = frozenset({"PREP"})
NOUN_ENDINGS = ("s", "ion", "ment", "ty", "ness", "ance", "ence", "ing")


def is_causal(tokens: list[Token], position: int, vocabulary: Vocabulary) -> bool:
    """Whether "due to" gives a cause, "due to its refusal", and no future, "due to join"."""
    if position >= len(tokens):
        return False
    following = tokens[position]
    tags = vocabulary.tags.get(following.low, NO_TAGS)
    noun = following.hit is not None or bool(tags & {"DET", "POSS", "NEXT", "NUM", "PREP"})
    return noun or ("f:base" not in tags and following.low.endswith(NOUN_ENDINGS))


def is_phrase(span: list[Token], parts: tuple[str, ...]) -> bool:
    """Whether words, none of which is a name, are a phrase's."""
    return len(span) == len(parts) and all(
        piece.low == part and piece.hit is None for piece, part in zip(span, parts, strict=True)
    )


def fold_phrase(tokens: list[Token], position: int, vocabulary: Vocabulary) -> int:
    """Label the token at a position, folding a phrase into it; the number of tokens it took."""
    token = tokens[position]
    second = tokens[position + 1].low if position + 1 < len(tokens) else ""
    for parts, phrase, labels, lemma in vocabulary.phrases.get(token.low, ()):
        if parts[1] != second:
            continue
        span = tokens[position : position + len(parts)]
        if is_phrase(span, parts):
            last = span[-1]
            surface = " ".join(piece.text for piece in span)
            cause = phrase == "due to" and is_causal(tokens, position + len(parts), vocabulary)
            tags = CAUSED if cause else labels
            tokens[position] = Token(token.start, last.end, surface, phrase, tags, lemma)
            return len(parts)
    token.tags |= vocabulary.tags.get(token.low, NO_TAGS)
    token.lemma = vocabulary.lemmas.get(token.low, "")
    return 1
