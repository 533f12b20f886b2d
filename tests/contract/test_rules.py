"""The listed rules are the grammar's: each family is made somewhere and reads its example."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from pactwire.cli.tag_ndjson import parse_article
from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.claims.lexicon.labels import LABELS
from pactwire.domain.extraction.enrich import text_input
from pactwire.domain.extraction.entities import tag_text
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import Action
from pactwire_schemas.rules import RULES, Family, Qualifier

CLAIMS = Path(__file__).parents[2] / "services/pactwire/domain/extraction/claims"
GRAMMAR = Path(__file__).parents[2] / "seeds/grammar"
FACTUALITY = GRAMMAR / "factuality.yaml"
RULE = re.compile(rf"(?:{'|'.join(get_args(Action))})?:([a-z]+(?:-[a-z]+)*)")
"""`join:verb` as it is written in the grammar, or what stands behind the action."""


def read_families(text: str) -> set[str]:
    reference = load_reference()
    article = parse_article({"id": "1", "text": text})
    found = find_claims(tag_text(text_input(article), reference), reference)
    return {claim.rule.split(":")[1] for claim in found.claims}


def find_written(source: str) -> Iterator[str]:
    """Families that stand in a source, alone or behind an action in braces."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = RULE.fullmatch(node.value)
            yield from match.groups() if match else ()


def test_every_family_of_the_grammar_is_listed_and_none_besides() -> None:
    written = {
        family for path in CLAIMS.rglob("*.py") for family in find_written(path.read_text("utf-8"))
    }
    assert written - set(get_args(Qualifier)) == set(RULES) == set(get_args(Family))


def find_strings(source: str) -> Iterator[str]:
    """The words of every string of a source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.split()


def test_every_label_is_read() -> None:
    own = CLAIMS / "lexicon" / "labels.py"
    read = set(re.findall(r"[A-Z_]+", FACTUALITY.read_text("utf-8")))
    for path in CLAIMS.rglob("*.py"):
        if path != own:
            read.update(find_strings(path.read_text("utf-8")))
    assert {label for label in LABELS if label not in read and label.isupper()} == set()


def find_asked_groups(source: str) -> Iterator[str]:
    """The groups of words that a source asks for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".among"):
            yield from (
                one.value
                for one in node.args
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_every_group_of_words_is_asked_for_and_every_one_asked_for_is_there() -> None:
    asked = {
        group
        for path in CLAIMS.rglob("*.py")
        for group in find_asked_groups(path.read_text("utf-8"))
    }
    groups = yaml.safe_load((GRAMMAR / "groups.yaml").read_text("utf-8"))
    assert {*groups["forms"], *groups["lemmas"]} == asked
    assert asked.isdisjoint(LABELS)


def test_a_planted_family_is_found() -> None:
    planted = 'emit("join:whim")\nframe.rule = f"{action}:dream"\n'
    assert set(find_written(planted)) == {"whim", "dream"}


@pytest.mark.parametrize("family", RULES)
def test_a_family_reads_its_example_and_not_its_near_miss(family: Family) -> None:
    rule = RULES[family]
    assert family in read_families(rule.example)
    assert family not in read_families(rule.near_miss)
