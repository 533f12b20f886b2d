"""What an article or a development has, as keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pactwire.domain.watches.evaluator import MatchableArticle
from pactwire.domain.watches.index import ALWAYS, SET_MARK, Group
from pactwire.domain.watches.keys import KeyTable, phrase_key
from pactwire.domain.watches.phrases import PhraseIndex
from pactwire.domain.watches.requirements import USUAL_CONFIDENCE, USUAL_ROLES
from pactwire_schemas import ArticleRef, Development, Mention


def story_keys(story: MatchableArticle, table: KeyTable, phrases: PhraseIndex) -> set[int]:
    """The entities, phrases, language and publisher of a story, as far as a watch asks for them."""
    mentioned, eligible = table.known("mentioned"), table.known("eligible")
    found = {ALWAYS}
    if len(phrases):  # else nobody needs the folded text
        found.update(map(phrase_key, phrases.find(story.folded)))
    for entity, mentions in story.mentions.items():
        if entity in mentioned:
            found.add(mentioned[entity])
        if entity in eligible and is_eligible(mentions):
            found.add(eligible[entity])
    found.update(_source_keys(story.enriched.article, table))
    return found


def change_keys(development: Development, table: KeyTable) -> set[int]:
    """Both sides, the action, the language and the publisher of a development."""
    had = (
        ("organisation", development.organisation.entity_id),
        ("member", development.member.entity_id),
        ("action", development.action),
    )
    found = {ALWAYS, *_known(had, table)}
    found.update(_source_keys(development.claim.article, table))
    return found


def is_eligible(mentions: Iterable[Mention]) -> bool:
    """Whether one of these counts for a watch that says nothing about roles and confidence."""
    for mention in mentions:
        if mention.score >= USUAL_CONFIDENCE and mention.role in USUAL_ROLES:
            return True
    return False


def _source_keys(article: ArticleRef, table: KeyTable) -> Iterator[int]:
    source = article.source
    return _known(
        (
            ("language", article.language.split("-")[0].lower()),
            ("tier", str(source.tier)),
            ("source", source.name.casefold()),
            ("source", (source.domain or source.name).casefold()),
        ),
        table,
    )


def _known(had: Iterable[tuple[str, str]], table: KeyTable) -> Iterator[int]:
    for kind, name in had:
        key = table.known(kind).get(name)
        if key is not None:
            yield key


class FiledSets:
    """The sets under which conditions are filed, found by the members that are there."""

    def __init__(self, table: KeyTable) -> None:
        """Start with none."""
        self._table = table
        self._filed: Counter[int] = Counter()
        self._by_member: Mapping[int, frozenset[int]] | None = None

    def count(self, groups: Sequence[Group], change: int) -> None:
        """Note that a condition is filed (1) or taken out (-1)."""
        for key in groups[0] if groups else ():
            if key & 3 == SET_MARK:
                before = self._filed[key]
                self._filed[key] += change
                if not (before and self._filed[key]):
                    self._by_member = None

    def forget_members(self) -> None:
        """Ask for the members anew."""
        self._by_member = None

    def add_to(self, keys: set[int]) -> None:
        """Add the sets of which one member is there."""
        if self._by_member is None:
            self._filed = +self._filed
            self._by_member = self._table.group_by_member(self._filed)
        for member in self._by_member.keys() & keys:
            keys |= self._by_member[member]
