"""The trigger words of membership changes: form -> labels; a sentence without one is never read."""

from collections.abc import Mapping

from pactwire.domain.extraction.claims.lexicon.verbs import ACTIONS, PARTICLES, inflect
from pactwire.domain.extraction.claims.lexicon.words import NOUNS
from pactwire.domain.extraction.claims.pivot.lexicon import collect_trigger_words

TRIGGER_PARTICLES = frozenset(
    {
        "LEAVE",
        "JOIN",
        "EXPEL",
        "SUSPEND",
        "ADMIT",
        "SPURN",
        "REINSTATE",
        "INVITE",
        "SIGN",
        "UNBAR",
        "WANTS_IN",
    }
)
SILENT = frozenset({"MAKE", "HALT", "RISE"})
MORE = {
    "N_JOIN": "bid bids application applications candidate candidates",
    "MEMBER": "member members",
    "CAUSE": "pull pulls pulled pulling take takes took taken taking lead leads leading led "
    "bring brings "
    "brought bringing follow follows followed",
    "OUT": "out cease ceases ceased longer let lets letting",
    "N_BREXIT": "brexit article~50",
    "APPLY": "apply applies applied applying",
    "BE": "newest",
    "OUST": "strip strips stripped stripping the~door red~card on~ice from~its~ranks",
    "N_PART": "part~in participation~in participation~of involvement~in",
    "BACK": "back~in back~into the~fold seat~again place~again full~rights membership~rights",
    "BOUND": "longer~binds",
    "TERM": "term~on term~in terms~on stint~on tenure~on mandate~on",
    "ANSWER": "beaten~to come~in comes~in cleared~for clears~for yes~to no~to no~thanks~to "
    "blessing~to blessing~for nod~to the~nod "
    "off~the~list",
    "TURNED": "turn~down turns~down turned~down vote~down votes~down voted~down nod~through "
    "nods~through nodded~through",
    "SIGN_OF_ENTRY": "flag~was flag~went flags~were flag~of flags~of flag~is flags~are flag~rises "
    "swap swaps swapped kroon kuna lats litas tolar lev levs markka drachma belong~to "
    "knocking~at knocking~on knocks~on knocks~at knocked~on knocked~at rebuffs rebuffed "
    "decides~against decided~against future~in",
    "PART": "be~part~of form~part~of",
    "VOTE": "reject rejects rejected rejecting approve approves approved",
    "N_HOPE": "hopes ambitions aspirations path quest dream",
    "ECHO": "follow~suit be~next do~so do~the~same did~the~same does~the~same doing~the~same",
}

HINTS = (
    "seat seats seated term terms vote votes voted entry entrance ratify ratifies ratified "
    "ratification deposit deposited deposits instrument instruments colleague founder founders "
    "newcomer flag flags farewell goodbye thrown throw put~out finished~with notice veto vetoed "
    "vetoes blocked blocks bid candidacy candidate candidates accede accedes acceded sits~at "
    "means~to~be wants~to~be to~be~in to~be~part back~at back~among among~the belong belongs "
    "belonged parted parting divorce renounce renounces renounced scrapped scraps tore~up "
    "walked~away walks~away ended~its ends~its readmission restored restores lifted lifts"
)
"""Words that hint at a change: the grammar has no rule for them, the trained reader looks there."""

Table = dict[str, set[str]]


def add_verbs(table: Table) -> None:
    """Verbs of change, all forms."""
    for labels, lemmas in ACTIONS.items():
        kept = set(labels.split()) - SILENT
        for lemma in lemmas.split() if kept else ():
            for form in inflect(lemma):
                table.setdefault(form, set()).update(kept)


def add_phrases(table: Table) -> None:
    """Verbs of change with particles, all forms."""
    for labels, entries in PARTICLES.items():
        if not set(labels.split()) & TRIGGER_PARTICLES:
            continue
        for entry in entries.split():
            lemma, *rest = entry.split("-")
            for form in inflect(lemma):
                table.setdefault(" ".join((form, *rest)), set()).update(labels.split())


def add_nouns(table: Table) -> None:
    """Nouns of change, and words that only hint at one."""
    for labels, forms in NOUNS.items():
        kept = {label for label in labels.split() if label.startswith("N_")}
        for form in forms.split() if kept else ():
            table.setdefault(form, set()).update(kept)
    for labels, forms in MORE.items():
        for form in forms.split():
            table.setdefault(form.replace("~", " "), set()).update(labels.split())


def collect_triggers() -> dict[str, tuple[str, ...]]:
    """All trigger forms with their labels, in order."""
    table: Table = {}
    add_verbs(table)
    add_phrases(table)
    add_nouns(table)
    for form, labels in collect_trigger_words().items():
        table.setdefault(form, set()).update(labels)
    for form in HINTS.split():
        table.setdefault(form.replace("~", " "), {"hint"})
    return {form: tuple(sorted(labels)) for form, labels in sorted(table.items())}


TRIGGERS: Mapping[str, tuple[str, ...]] = collect_triggers()
