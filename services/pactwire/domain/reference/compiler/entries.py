"""Reference entries, as the YAML gives them, read into entities and the names they go by.

Shapes are checked here, at build time, so that nothing is checked when articles pass.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pactwire.domain.reference.compiler.composition import (
    compose_counted,
    compose_descriptions,
)
from pactwire.domain.reference.compiler.small_letters import lowercase_variant
from pactwire.domain.reference.compiler.spelling import slug
from pactwire.domain.reference.compiler.templates import expand_template
from pactwire.domain.reference.tables import ANY_LANGUAGE, LANGUAGES, Ambiguity, Entity
from pactwire.domain.text.normalise import fold_to_bytes

Entry = Mapping[str, Any]
SCRIPTS_OF_THEIR_OWN = ("ar", "ru", "zh")
COMMON_NOUNS = frozenset({"States", "Kingdom", "Republic", "Community", "Twelve", "Union"})


class InvalidEntry(ValueError):  # noqa: N818  what it is
    """A reference entry that can't be read; the message names the entry and the field."""


class EntityName(NamedTuple):
    """A name, the entity it belongs to, and under which conditions it counts."""

    name: str
    entity_id: str
    form: str
    exact: bool
    """Letter case must agree, as for acronyms."""
    languages: int
    """Bits of the languages in whose texts it is a name."""


@dataclass
class ParsedEntries:
    """Everything the entries say, before spellings are worked out."""

    entities: dict[str, Entity] = field(default_factory=dict)
    names: list[EntityName] = field(default_factory=list)
    ambiguous: dict[tuple[str, str], Ambiguity] = field(default_factory=dict)
    guards: dict[str, str] = field(default_factory=dict)
    """Names that are none of ours, and what they are: New Mexico is a us_state."""
    leaders: list[tuple[str, str, str, str | None, str | None]] = field(default_factory=list)
    """Person, state, office, since, until."""
    composed: list[tuple[str, str, Ambiguity]] = field(default_factory=list)
    """Body, composed description, and what it takes."""

    def name(self, entity: str, names: Iterable[str], form: str, **conditions: Any) -> None:
        """Note names of an entity; `conditions` may hold `exact` and `languages`."""
        exact = conditions.get("exact", False)
        languages = conditions.get("languages", ANY_LANGUAGE)
        for name in names:
            if name:
                bare = without_article(str(name))
                self.names.append(EntityName(bare, entity, form, exact, languages))


def without_article(name: str) -> str:
    """The name without a leading "the", unless a common noun would be left."""
    bare = name.removeprefix("the ")
    return name if bare in COMMON_NOUNS else bare


def language_bit(code: str) -> int:
    """The bit of a language; names in a script of their own need no language."""
    if code in SCRIPTS_OF_THEIR_OWN or code not in LANGUAGES:
        return ANY_LANGUAGE
    return 1 << LANGUAGES.index(code)


def by_language(table: object) -> Iterator[tuple[int, list[str]]]:
    """Pairs of language bit and names from `{en: [..], fr: [..]}`."""
    if isinstance(table, Mapping):
        for code, names in table.items():
            yield language_bit(code), [names] if isinstance(names, str) else list(names or ())
    elif isinstance(table, list):
        yield ANY_LANGUAGE, [str(name) for name in table]


def read_country(entry: Entry, parsed: ParsedEntries) -> None:
    """A country or territory with its names, its capital, its seats and its leaders."""
    code = str(entry["id"])
    status = entry.get("status") or "state"
    parsed.entities[code] = Entity(
        code, "country", status, str(entry["name"]), _iso2(code, status), entry.get("wikidata"),
        parent=entry.get("parent"),
    )  # fmt: skip
    parsed.name(code, entry.get("abbreviations") or (), "abbreviation", exact=True)
    _country_names(code, entry, parsed)
    _places(code, entry, parsed)
    for leader in entry.get("leaders") or ():
        _leader(code, leader, parsed)
    _ambiguities(code, entry, parsed)


def _iso2(code: str, status: str) -> str | None:
    return code if len(code) == 2 and code.isupper() and status != "former" else None


def _country_names(code: str, entry: Entry, parsed: ParsedEntries) -> None:
    names = dict(entry.get("names") or {})
    parsed.name(code, _listed(names.pop("old", None)), "alias", languages=language_bit("en"))
    for languages, given in by_language(names):
        parsed.name(code, given, "name", languages=languages)
    for form, field_name in (("adjective", "adjectives"), ("demonym", "demonyms")):
        for languages, given in by_language(entry.get(field_name)):
            parsed.name(code, given, form, languages=languages)


def _listed(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [str(name) for names in value.values() for name in names]
    return [str(name) for name in value] if isinstance(value, list) else []


def _places(code: str, entry: Entry, parsed: ParsedEntries) -> None:
    _capital(code, entry, parsed)
    for seat in entry.get("seats") or ():
        place = f"x-{slug(seat.removeprefix('the '))}"
        parsed.entities.setdefault(place, Entity(place, "place", "seat", seat, parent=code))
        parsed.name(place, (seat,), "metonym")


def _capital(code: str, entry: Entry, parsed: ParsedEntries) -> None:
    """The capital under all its names that are not the state's own, and cities like it."""
    own = {naming.name for naming in parsed.names if naming.entity_id == code}
    capital = dict(entry.get("capital") or {})
    city = capital.pop("name", None)
    if not city or city in own:
        return
    place = f"x-{slug(city)}"
    parsed.entities.setdefault(place, Entity(place, "place", "capital", city, parent=code))
    _other_cities(code, capital.pop("others", None) or (), parsed)
    aliases = capital.pop("aliases", None) or ()
    named = [(ANY_LANGUAGE, [city, *aliases]), *by_language(capital)]
    for languages, given in named:
        parsed.name(place, set_apart(given, own), "name", languages=languages)


def set_apart(names: Iterable[str], own: set[str]) -> list[str]:
    """The names that are not the state's own."""
    return [name for name in names if name not in own]


def _other_cities(code: str, cities: Iterable[str], parsed: ParsedEntries) -> None:
    """Cities that stand for a state as its capital does: an earlier one, a second seat."""
    for city in cities:
        place = f"x-{slug(city)}"
        parsed.entities.setdefault(place, Entity(place, "place", "capital", city, parent=code))
        parsed.name(place, (city,), "name")


def _leader(code: str, leader: Entry, parsed: ParsedEntries) -> None:
    name = str(leader["name"])
    person = f"x-{slug(name)}"
    parsed.entities.setdefault(person, Entity(person, "person", "leader", name, parent=code))
    parsed.name(person, (name,), "name")
    parsed.name(person, leader.get("also") or (), "alias")
    since, until = leader.get("since"), leader.get("until")
    office = str(leader.get("office") or "")
    parsed.leaders.append((person, code, office, _day(since), _day(until)))
    if later := leader.get("later"):
        row = (person, "", str(later["body"]), _day(later.get("since")), _day(later.get("until")))
        parsed.leaders.append(row)


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _ambiguities(owner: str, entry: Entry, parsed: ParsedEntries) -> None:
    for row in entry.get("ambiguous") or ():
        ambiguity = Ambiguity(
            _strings(row.get("also")),
            row.get("needs") or "",
            _strings(row.get("context")),
            _strings(row.get("against")),
        )
        for form in _forms(row):
            parsed.ambiguous[owner, without_article(form)] = ambiguity


def _strings(values: Iterable[object] | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())


def _forms(row: Entry) -> list[str]:
    """What a note on an ambiguity is about: one form as it stands, or templates."""
    if "form" in row:
        return [str(row["form"])]
    return [form for template in row["forms"] for form in expand_template(str(template))]


def read_organisation(entry: Entry, parsed: ParsedEntries) -> None:
    """A body, coalition, treaty or armed group with its names and acronyms."""
    slug_id = str(entry["id"])
    first = len(parsed.names)
    parsed.entities[slug_id] = Entity(
        slug_id, entry.get("tag_as") or "organisation", str(entry["kind"]), str(entry["name"]),
        wikidata=entry.get("wikidata"), parent=entry.get("part_of"),
        membership=bool(entry.get("membership")), generic=tuple(entry.get("generic") or ()),
        since=_day(entry.get("founded")), until=_day(entry.get("dissolved")),
        decides=bool(entry.get("decides_membership")),
    )  # fmt: skip
    _organisation_names(slug_id, entry, parsed)
    _ambiguities(slug_id, entry, parsed)
    _descriptions(slug_id, entry, parsed, first)
    composed = compose_descriptions(
        entry.get("described_by") or {}, str(entry["kind"]), entry.get("generic") or ()
    )
    parsed.composed += [(slug_id, form, ambiguity) for form, ambiguity in composed]
    if entry.get("tag_as") != "armed_group":
        _in_small_letters(str(entry["kind"]), parsed, first)


def _organisation_names(slug_id: str, entry: Entry, parsed: ParsedEntries) -> None:
    name = str(entry["name"])
    acronym = name.isupper() and " " not in name
    parsed.name(slug_id, (name,), "abbreviation" if acronym else "name", exact=acronym)
    for languages, given in by_language(entry.get("names")):
        parsed.name(slug_id, given, "name", languages=languages)
    for languages, given in by_language(entry.get("acronyms")):
        parsed.name(slug_id, given, "abbreviation", exact=True, languages=languages)
    for former in entry.get("former") or ():
        parsed.name(slug_id, (former["name"] if isinstance(former, Mapping) else former,), "former")


def _descriptions(slug_id: str, entry: Entry, parsed: ParsedEntries, first: int) -> None:
    """English descriptions, sure ones and those that are noted as ambiguous only."""
    known = {naming.name for naming in parsed.names[first:]}
    described = [
        name
        for template in entry.get("descriptions") or ()
        for name in expand_template(str(template))
    ]
    unsure = [
        form
        for row in entry.get("ambiguous") or ()
        if "forms" in row
        for form in _forms(row)
        if without_article(form) not in known
    ]
    parsed.name(slug_id, (*described, *unsure), "name", languages=language_bit("en"))


def add_composed(parsed: ParsedEntries, listed: Iterable[str]) -> None:
    """The composed descriptions that no entry names outright, as names of their bodies.

    `listed` are the bodies whose members are on record: they are known by the number of them too.
    """
    for body in sorted(set(listed) & parsed.entities.keys()):
        entity = parsed.entities[body]
        composed = compose_counted(entity.type, entity.generic)
        parsed.composed += [(body, form, ambiguity) for form, ambiguity in composed]
    named = {fold_to_bytes(naming.name) for naming in parsed.names}
    for body, form, ambiguity in parsed.composed:
        if fold_to_bytes(form) not in named and (body, form) not in parsed.ambiguous:
            parsed.ambiguous[body, form] = ambiguity
            parsed.name(body, (form,), "name", languages=language_bit("en"))


def _in_small_letters(kind: str, parsed: ParsedEntries, first: int) -> None:
    """Names of a body as they are written in small letters, from its first row on."""
    for naming in parsed.names[first:]:
        small = None if naming.exact else lowercase_variant(naming.name, kind)
        known = parsed.ambiguous.get((naming.entity_id, naming.name))
        if small is None or (known and kind not in {"treaty", "court"}):
            continue
        parsed.names.append(naming._replace(name=small))
        if known:
            parsed.ambiguous.setdefault((naming.entity_id, small), known)


def read_former_state(entry: Entry, parsed: ParsedEntries) -> None:
    """A state that is no more: a country without a code, with successors."""
    code = str(entry["id"])
    parsed.entities[code] = Entity(
        code, "country", "former", str(entry["name"]), wikidata=entry.get("wikidata"),
        successors=tuple(entry.get("successors") or ()),
        since=_day(entry.get("since")), until=_day(entry.get("until")),
    )  # fmt: skip
    parsed.name(code, entry.get("abbreviations") or (), "abbreviation", exact=True)
    _country_names(code, entry, parsed)
    for leader in entry.get("leaders") or ():
        _leader(code, leader, parsed)
    _ambiguities(code, entry, parsed)


def read_part(entry: Entry, parsed: ParsedEntries) -> None:
    """A part of a state or an unrecognised one: a place that may be a party of its own."""
    part = str(entry["id"])
    parsed.entities[part] = Entity(
        part, "place", str(entry.get("kind") or "region"), str(entry["name"]),
        wikidata=entry.get("wikidata"), parent=entry.get("parent"),
    )  # fmt: skip
    parsed.name(part, entry.get("abbreviations") or (), "abbreviation", exact=True)
    _country_names(part, entry, parsed)
    _places(part, entry, parsed)
    for leader in entry.get("leaders") or ():
        _leader(part, leader, parsed)
    _ambiguities(part, entry, parsed)


def read_guards(entries: object, parsed: ParsedEntries) -> None:
    """Names that contain one of ours and are none: `{form, kind}`, or templates of `forms`."""
    if isinstance(entries, Mapping):
        for kind, forms in entries.items():
            parsed.guards.update(dict.fromkeys(map(str, forms or ()), str(kind)))
    elif isinstance(entries, list):
        for row in entries:
            templates = row.get("forms") or [row["form"]]
            forms = [form for template in templates for form in expand_template(str(template))]
            parsed.guards.update(dict.fromkeys(forms, str(row.get("kind") or "other")))
