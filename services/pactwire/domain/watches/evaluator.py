"""One watch against one story or development: clause by clause, each with what decided it.

The same code answers why and why not; matching stops at the first clause that does not hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pactwire.domain.watches.phrases import fold_text, fold_to_utf8, has_phrase
from pactwire.domain.watches.sets import MembershipSets
from pactwire.domain.watches.terms import EligibleMentions, TermResult, check_article, check_entity
from pactwire_schemas import (
    ArticleRef,
    Changed,
    Clause,
    Development,
    EnrichedArticle,
    Mention,
    Watch,
)
from pactwire_schemas import Mentioned as MentionedCondition
from pactwire_schemas.enrichment import Stage
from pactwire_schemas.watch import Phrases

STAGE_ORDER: tuple[Stage, ...] = ("considered", "applied", "approved", "effective")
AMENDMENTS = frozenset({"retracted", "corrected"})


class MatchableArticle:
    """An enriched article as conditions look at it."""

    def __init__(self, enriched: EnrichedArticle) -> None:
        """Group the mentions by entity."""
        self.enriched = enriched
        present: dict[str, list[Mention]] = {}
        for mention in enriched.mentions:
            present.setdefault(mention.entity_id, []).append(mention)
        self.mentions: Mapping[str, list[Mention]] = present

    @cached_property
    def folded(self) -> bytes:
        """Headline and body without case, white space as single spaces, in UTF-8."""
        return fold_to_utf8(self.enriched.article.text)

    @cached_property
    def text(self) -> str:
        """The same as text."""
        return self.folded.decode("utf-8", "surrogatepass")


def story_clauses(watch: Watch, story: MatchableArticle, sets: MembershipSets) -> Iterator[Clause]:
    """The clauses of a `mentioned` watch, in the order of their cost."""
    condition = watch.when.mentioned
    if condition is None:
        yield Clause(clause="when", held=False, because="it watches changes, not stories")
        return
    present = EligibleMentions(story.mentions, condition.roles, watch.min_confidence, sets)
    yield from _entity_clauses(condition, present)
    if condition.text:
        yield from _text_clauses(condition.text, story.text)
    yield from _common(watch, story.enriched.article)


def change_clauses(
    watch: Watch, development: Development, sets: MembershipSets
) -> Iterator[Clause]:
    """The clauses of a `changed` watch.

    A retraction or correction reaches every watch that may have had an alert: stage and confidence
    are not asked.
    """
    condition = watch.when.changed
    if condition is None:
        yield Clause(clause="when", held=False, because="it watches stories, not changes")
        return
    place = "when.changed"
    yield _one(f"{place}.organisation", condition.organisation, development.organisation.entity_id,
               sets)  # fmt: skip
    yield _one(f"{place}.member", condition.member, development.member.entity_id, sets)
    yield _action(condition, development)
    if development.reason not in AMENDMENTS:
        yield _stage(condition, development)
        yield _confidence(watch, development.confidence)
    yield from _common(watch, development.claim.article)


def all_held(clauses: Iterable[Clause]) -> tuple[Clause, ...] | None:
    """All clauses when every one holds; None at the first that doesn't."""
    held: list[Clause] = []
    for clause in clauses:
        if not clause.held:
            return None
        held.append(clause)
    return tuple(held)


def _entity_clauses(condition: MentionedCondition, present: EligibleMentions) -> Iterator[Clause]:
    place = "when.mentioned"
    if condition.any:
        found = [check_article(term, present) for term in condition.any]
        yield _combine(f"{place}.any", found, decided_by=True, held=True)
    if condition.all:
        found = [check_article(term, present) for term in condition.all]
        yield _combine(f"{place}.all", found, decided_by=False, held=False)
    if condition.not_:
        found = [check_article(term, present) for term in condition.not_]
        yield _combine(f"{place}.not", found, decided_by=True, held=False)


def _combine(place: str, results: list[TermResult], *, decided_by: bool, held: bool) -> Clause:
    """The clause of several results: the first that is `decided_by` makes it `held` and says why.

    When none is, the clause is the opposite, and every reason counts.
    """
    decisive = next((result for result in results if result.held is decided_by), None)
    if decisive:
        return Clause(clause=place, held=held, because=decisive.because)
    because = "; ".join(result.because for result in results)
    return Clause(clause=place, held=not held, because=because)


def _text_clauses(phrases: Phrases, text: str) -> Iterator[Clause]:
    place = "when.mentioned.text"
    if phrases.any:
        said = next((phrase for phrase in phrases.any if has_phrase(text, fold_text(phrase))), None)
        because = f"it says {said!r}" if said else f"it says none of {_list(phrases.any)}"
        yield Clause(clause=f"{place}.any", held=said is not None, because=because)
    if phrases.all:
        unsaid = next(
            (phrase for phrase in phrases.all if not has_phrase(text, fold_text(phrase))), None
        )
        because = f"it doesn't say {unsaid!r}" if unsaid else f"it says {_list(phrases.all)}"
        yield Clause(clause=f"{place}.all", held=unsaid is None, because=because)


def _one(place: str, condition: object, entity: str, sets: MembershipSets) -> Clause:
    if condition == "any":
        return Clause(clause=place, held=True, because=f"{entity}; any will do")
    terms = condition if isinstance(condition, tuple) else (condition,)
    found = [check_entity(term, entity, sets) for term in terms]
    return _combine(place, found, decided_by=True, held=True)


def _action(condition: Changed, development: Development) -> Clause:
    wanted = condition.action if isinstance(condition.action, tuple) else (condition.action,)
    held = "any" in wanted or development.action in wanted
    because = f"it is {development.action}" + ("" if held else f", not {' or '.join(wanted)}")
    return Clause(clause="when.changed.action", held=held, because=because)


def _stage(condition: Changed, development: Development) -> Clause:
    """A rejection fits any stage: it may end a change the watch had alerts on; alerting decides."""
    stage, least = development.stage, condition.stage_at_least
    held = stage == "rejected" or STAGE_ORDER.index(stage) >= _rank(least)
    because = f"{stage} is {'at least' if held else 'below'} {least}"
    return Clause(clause="when.changed.stage_at_least", held=held, because=because)


def _rank(least: Stage) -> int:
    return len(STAGE_ORDER) if least == "rejected" else STAGE_ORDER.index(least)


def _confidence(watch: Watch, confidence: float) -> Clause:
    held = confidence >= watch.min_confidence
    because = f"{confidence:g} is {'at least' if held else 'below'} {watch.min_confidence:g}"
    return Clause(clause="min_confidence", held=held, because=because)


def _common(watch: Watch, article: ArticleRef) -> Iterator[Clause]:
    if watch.languages:
        yield _language(watch, article)
    if watch.sources.tier_at_most is not None:
        yield _tier(watch.sources.tier_at_most, article)
    names = {name.casefold() for name in (article.source.name, article.source.domain) if name}
    because = f"published by {article.source.domain or article.source.name}"
    if watch.sources.only:
        held = bool(names & {name.casefold() for name in watch.sources.only})
        yield Clause(clause="sources.only", held=held, because=because)
    if watch.sources.not_:
        held = not names & {name.casefold() for name in watch.sources.not_}
        yield Clause(clause="sources.not", held=held, because=because)


def _language(watch: Watch, article: ArticleRef) -> Clause:
    """An article whose language nobody gave passes: better one too many than silence."""
    language = article.language.split("-")[0].lower()
    if language == "und":
        return Clause(clause="languages", held=True, because="the article's language is not given")
    held = language in watch.languages
    return Clause(clause="languages", held=held, because=f"the article is in {article.language}")


def _tier(most: int, article: ArticleRef) -> Clause:
    tier = article.source.tier
    held = tier is not None and tier <= most
    known = f"the source is of tier {tier}" if tier else "the source's tier is unknown"
    return Clause(clause="sources.tier_at_most", held=held, because=known)


def _list(phrases: tuple[str, ...]) -> str:
    return ", ".join(repr(phrase) for phrase in phrases)
