"""Writes out descriptions that are noted with their alternatives: `{UN} (aid|relief) agency`.

Pure string work; what a description names is decided by the entry that holds it.
"""

import re

ALTERNATIVES = re.compile(r"\(([^()]*)\)(\??)")
SHORT = {
    "{UN}": "(UN|U.N.|UN's|U.N.'s|United Nations)",
    "{EU}": "(EU|EU's|European Union|European Union's)",
    "{US}": "(US|U.S.|American)",
    "{RU}": "(Russia|Russian|Moscow)",
    "{CN}": "(China|Chinese|Beijing)",
    "{org}": "(organisation|organization)",
    "{def}": "(defence|defense)",
}
"""What is the same in many descriptions."""


def expand_template(template: str) -> list[str]:
    """Every way of reading a template: one of `(a|b)`, with or without `(a )?`."""
    for short, alternatives in SHORT.items():
        template = template.replace(short, alternatives)
    return list(dict.fromkeys(" ".join(one.split()) for one in _choices(template)))


def _choices(template: str) -> list[str]:
    group = ALTERNATIVES.search(template)
    if group is None:
        return [template]
    choices = group[1].split("|") + ([""] if group[2] else [])
    return [
        one
        for choice in choices
        for one in _choices(template[: group.start()] + choice + template[group.end() :])
    ]
