"""Patterns: what stands left or right of a word, as `seeds/grammar/rules.yaml` writes it.

A pattern is a row of elements with blanks between, each read at one place after the other. One that
begins with "<" is read from its end to the left.

    to of into         a word as it stands; ~ for a blank in it, *ing for its end
    /want              a verb by its lemma
    BE ORGANS          a label of the lexicon or a group of words
    (a|b|C)  !(a|b)    one of them; a word that is none of them
    @party @bodies     a chunk; in square brackets of which kinds, or "free", "owner"
    @object @member    a direct object; "a full member of BODY"
    @phrase            a body's name wherever it belongs
    @any @plain @digit @name   any word; one without labels, in digits, of somebody known
    @start @end @close no word: the sentence starts or ends here, the clause may end here
    x* x? x{0,4}       as often, as many as there are; ...4 is up to four words, as few as will do
    verb:x             x, remembered as the place of the verb
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pactwire.domain.extraction.claims.chunks.nouns import is_plain, is_word
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.pattern_chunks import CHUNKS, PatternMatch
from pactwire.domain.extraction.claims.tokens.tokens import Token

MANY = 160
TIMES = {"": (1, 1), "?": (0, 1), "*": (0, MANY), "+": (1, MANY)}
ELEMENT = re.compile(
    r"(?:(?P<mark>\w+):)?(?P<no>!)?(?:\((?P<many>[^)]*)\)|(?P<one>[^\s\[{*?+(]+|\*[^\s\[{?+(]+))"
    r"(?:\[(?P<of>[^\]]*)\])?(?P<times>[*?+]|\{\d+,\d+\})?"
)
GAP = re.compile(r"\.\.\.(?P<most>\d*)")


class Atoms(NamedTuple):
    """The alternatives of an element, by how they are looked for."""

    words: frozenset[str]
    labels: frozenset[str]
    lemmas: frozenset[str]
    ends: tuple[str, ...]
    kinds: tuple[Callable[[Token], bool], ...]
    chunks: tuple[str, ...]
    edges: tuple[str, ...]

    def name(self, token: Token) -> bool:
        """Whether a word is one of them."""
        if token.low in self.words or token.lemma in self.lemmas:
            return True
        if not (self.labels.isdisjoint(token.tags) and self.labels.isdisjoint(token.groups)):
            return True
        if self.ends and token.low.endswith(self.ends):
            return True
        return bool(self.kinds) and any(kind(token) for kind in self.kinds)


class Element(NamedTuple):
    """One element: what it reads, how often, and how it is remembered."""

    atoms: Atoms
    of: frozenset[str] = frozenset()
    least: int = 1
    most: int = 1
    negated: bool = False
    lazy: bool = False
    mark: str = ""


class Pattern(NamedTuple):
    """Elements in the order in which they are read."""

    elements: tuple[Element, ...]
    step: int

    def match(self, analysis: SentenceAnalysis, start: int) -> PatternMatch | None:
        """Read the elements from a place on; None where they don't stand there."""
        return read_elements(analysis, self, 0, PatternMatch(start))


@lru_cache(maxsize=512)
def compile_pattern(text: str) -> Pattern:
    """A pattern as it is written."""
    leftwards = text.startswith("<")
    elements = tuple(parse_elements(text.removeprefix("<")))
    return Pattern(elements[::-1] if leftwards else elements, -1 if leftwards else 1)


def match_pattern(analysis: SentenceAnalysis, name: str, index: int) -> PatternMatch | None:
    """The first pattern of a name in `seeds/grammar/patterns.yaml` that stands beside a word."""
    named: Mapping[str, list[str]] = analysis.context.world.grammar.content["patterns"]["patterns"]
    return match_beside(analysis, named[name], index)


def has_pattern(analysis: SentenceAnalysis, name: str, index: int) -> bool:
    """Whether one of the patterns of a name stands beside a word."""
    return match_pattern(analysis, name, index) is not None


def match_beside(
    analysis: SentenceAnalysis, patterns: Iterable[str], index: int
) -> PatternMatch | None:
    """The first pattern that stands right before a word, or right behind it."""
    for text in patterns:
        pattern = compile_pattern(text)
        if (found := pattern.match(analysis, index + pattern.step)) is not None:
            return found
    return None


def look_up_table(
    analysis: SentenceAnalysis, name: str, index: int
) -> tuple[str, PatternMatch] | None:
    """What a table of `seeds/grammar/patterns.yaml` says of what begins at a place."""
    tables = analysis.context.world.grammar.content["patterns"]["tables"]
    return look_up_pattern(analysis, tables[name], index)


def look_up_pattern(
    analysis: SentenceAnalysis, table: Iterable[tuple[str, str]], index: int
) -> tuple[str, PatternMatch] | None:
    """What the first pattern of a table that begins at a place stands for."""
    for text, meaning in table:
        if (found := compile_pattern(text).match(analysis, index)) is not None:
            return meaning, found
    return None


def parse_elements(text: str) -> Iterator[Element]:
    """The elements of a pattern, in the order in which they are written."""
    for part in re.findall(r"\S*\([^)]*\)\S*|\S+\[[^\]]*\]\S*|\S+", text):
        if gap := GAP.fullmatch(part):
            most = int(gap["most"] or MANY)
            yield Element(sort_atoms(["@any"]), most=most, least=0, lazy=True)
            continue
        found = ELEMENT.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is no element of a pattern")
        yield build_element(found.groupdict(""))


def build_element(parts: Mapping[str, str]) -> Element:
    """An element of its parts as they are written."""
    times = parts["times"]
    least, most = TIMES.get(times) or map(int, times[1:-1].split(","))
    atoms = sort_atoms((parts["many"] or parts["one"]).replace("~", " ").split("|"))
    kinds = frozenset(parts["of"].split())
    return Element(atoms, kinds, least, most, negated=bool(parts["no"]), mark=parts["mark"])


def sort_atoms(written: Iterable[str]) -> Atoms:
    """Alternatives as they are written, by how they are looked for."""
    sorts: dict[str, list[str]] = {name: [] for name in Atoms._fields}
    for atom in written:
        sorts[name_sort(atom)].append(atom)
    return Atoms(
        words=frozenset(sorts["words"]),
        labels=frozenset(sorts["labels"]),
        lemmas=frozenset(atom[1:] for atom in sorts["lemmas"]),
        ends=tuple(atom[1:] for atom in sorts["ends"]),
        kinds=tuple(KINDS[atom] for atom in sorts["kinds"]),
        chunks=tuple(sorts["chunks"]),
        edges=tuple(sorts["edges"]),
    )


def name_sort(atom: str) -> str:
    """How an alternative is looked for."""
    for name, table in (("kinds", KINDS), ("chunks", CHUNKS), ("edges", EDGES)):
        if atom in table:
            return name
    if atom[0].isupper():
        return "labels"
    return {"/": "lemmas", "*": "ends"}.get(atom[0], "words")


def read_elements(
    analysis: SentenceAnalysis, pattern: Pattern, position: int, found: PatternMatch
) -> PatternMatch | None:
    """Read the elements from one position on, giving words back where the rest asks for them."""
    for at in range(position, len(pattern.elements)):
        element = pattern.elements[at]
        if element.most > 1 or element.least < 1:
            return read_repeated(analysis, pattern, at, found)
        after = read_element(analysis, element, pattern.step, found)
        if after is None:
            return None
        found = after
    return found


def read_repeated(
    analysis: SentenceAnalysis, pattern: Pattern, position: int, found: PatternMatch
) -> PatternMatch | None:
    """Read an element as often as the rest of the pattern lets it be read."""
    element = pattern.elements[position]
    reached: Iterable[PatternMatch] = repeat_element(analysis, element, pattern.step, found)
    for one in reached if element.lazy else reversed(list(reached)):
        if (end := read_elements(analysis, pattern, position + 1, one)) is not None:
            return end
    return None


def repeat_element(
    analysis: SentenceAnalysis, element: Element, step: int, found: PatternMatch
) -> Iterator[PatternMatch]:
    """What is reached by reading an element as often as it may be read."""
    now: PatternMatch | None = found
    for count in range(element.most + 1):
        if now is None:
            return
        if count >= element.least:
            yield now
        now = read_element(analysis, element, step, now)


def read_element(
    analysis: SentenceAnalysis, element: Element, step: int, found: PatternMatch
) -> PatternMatch | None:
    """Read an element once; what it remembers is where it begins."""
    after = read_atoms(analysis, element, step, found)
    if after is not None and element.mark:
        return after._replace(marks={**after.marks, element.mark: found.end})
    return after


def read_atoms(
    analysis: SentenceAnalysis, element: Element, step: int, found: PatternMatch
) -> PatternMatch | None:
    """What one of the alternatives reads here: a chunk, no word, or a word; or one that is none."""
    atoms, at = element.atoms, found.end
    for chunk in atoms.chunks:
        if (after := CHUNKS[chunk](analysis, element.of, step, found)) is not None:
            return None if element.negated else after
    token = analysis.tokens[at] if 0 <= at < len(analysis.tokens) else None
    if token is not None and atoms.name(token) is not element.negated:
        return found.at(at + step)
    edge = any(EDGES[edge](analysis, at) for edge in atoms.edges)
    return found if edge and not element.negated else None


def fits(token: Token, atom: str) -> bool:
    """Whether a word is what an atom names."""
    return sort_atoms_once(atom).name(token)


@lru_cache(maxsize=256)
def sort_atoms_once(atom: str) -> Atoms:
    """A single atom, read once."""
    return sort_atoms([atom.replace("~", " ")])


KINDS: dict[str, Callable[[Token], bool]] = {
    "@any": lambda _: True,
    "@plain": is_plain,
    "@digit": lambda token: token.low[:1].isdigit(),
    "@name": lambda token: token.hit is not None,
}


def closes_clause(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the clause ends or goes on with a circumstance."""
    token = analysis.token(index)
    return token is None or not is_word(token) or token.has("PREP", "SUBORD", "ADV", "CONJ", "COND")


def stops_clause(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the clause ends after a particle; not "in on its plans", "in the talks"."""
    after = analysis.token(index)
    if after is None or after.among("GOING_ON"):
        return True
    if after.low == "on":
        return analysis.low(index + 1).endswith("day")
    return closes_clause(analysis, index) and not after.has("PREP", "CONJ") and after.low != '"'


EDGES: dict[str, Callable[[SentenceAnalysis, int], bool]] = {
    "@start": lambda _, at: at < 0,
    "@end": lambda analysis, at: at >= len(analysis.tokens),
    "@close": closes_clause,
    "@stop": stops_clause,
}
