"""Rules that the linter does not know: complexity, unique class names, the field's own words.

Each gate takes a source text or the files of a tree and gives what is wrong as sentences, so that
the same code judges the project and a planted violation.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from radon.complexity import cc_visit

MOST_BRANCHES = 10
"""Cyclomatic complexity of a function, boolean operators counted."""

MOST_LINES = 350
MOST_FUNCTION_LINES = 40

BANNED = {
    "room": "service", "rooms": "services", "river": "pipeline", "vigil": "lag monitor",
    "knocking": "broker ping", "whereabouts": "runfile, run info", "heraldry": "idioms",
    "heralding": "with-clauses", "surroundings": "dependencies", "painting": "render",
    "glance": "attempt", "glances": "attempts", "patience": "timeout", "wish": "options",
    "bury": "send to the dead-letter topic", "voice": "source", "voices": "sources",
    "told": "a verb and its object",
}  # fmt: skip
"""A word that is no word of the field in a name of the code, and what to say instead."""

EMPTY_NAMES = {"common", "helpers", "manager", "utils"}
"""Names of files that say nothing."""

MEANT = {
    ("common_nouns", "river"), ("idioms", "knocking"),
    ("exclusions", "wish"), ("responses", "wish"), ("returns", "wish"),
}  # fmt: skip
"""Files in which a banned word means itself: the Jordan is a river, and states wish to join."""

WATCHED = {
    "background": "it is the one way",
    "worker": "the stage awaits each and raises what it raised",
    "process": "it beats for the watchdog, which ends the process when it stops",
    "producer": "its death is kept, and `run` raises it",
    "accept": "every failure of it is its callers' answer",
    "record": "every failure of it is its callers' answer",
    "resolver": "callers get a lookup's failure, and one that nobody awaits is logged",
    "topic_tail": "the demo's own", "webhook_receiver": "the demo's own",
}  # fmt: skip
"""Files that start tasks or threads by themselves, and who sees them die."""

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def complex_functions(source: str) -> Iterator[str]:
    """Functions and methods above the bound, closures included."""
    for block in cc_visit(source):
        for one in (block, *getattr(block, "closures", ())):
            if one.letter != "C" and one.complexity > MOST_BRANCHES:
                yield f"{one.fullname} has complexity {one.complexity}, {MOST_BRANCHES} is the most"


def long_parts(source: str) -> Iterator[str]:
    """The file when it is too long, and functions that are."""
    if (lines := source.count("\n")) > MOST_LINES:
        yield f"the file has {lines} lines, {MOST_LINES} is the most"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                yield f"{node.name} has {length} lines, {MOST_FUNCTION_LINES} is the most"


def repeated_class_names(files: Iterable[Path]) -> Iterator[str]:
    """Class names that stand in more than one place."""
    places = defaultdict(list)
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.name)
    for name, found in sorted(places.items()):
        if len(found) > 1:
            yield f"class {name} is defined in {', '.join(sorted(found))}"


def banned_names(path: Path, source: str) -> Iterator[str]:
    """Names of the code, the file's own included, that hold a word of the ban list."""
    if path.stem in EMPTY_NAMES:
        yield f"{path.name}: a file is named after what it does"
    for name in sorted({path.stem, *_defined(ast.parse(source))}):
        for word in map(str.lower, WORD.findall(name)):
            if word in BANNED and (path.stem, word) not in MEANT:
                yield f"{name}: not {word!r}, but {BANNED[word]}"


def _defined(tree: ast.AST) -> Iterator[str]:
    """Everything a file gives a name to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def unseen_tasks(path: Path, source: str) -> Iterator[str]:
    """Tasks and threads that are started where nobody would see them die."""
    if path.stem in WATCHED:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "asyncio.create_task", "asyncio.ensure_future", "loop.create_task",
            "threading.Thread", "Thread",
        }:  # fmt: skip
            yield f"line {node.lineno}: start it with BackgroundTasks, so that its death is seen"


def waits_in_transactions(source: str) -> Iterator[str]:
    """Transactions in which something is awaited, while others wait for their locks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.With) and any(map(_opens_transaction, node.items)):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Await | ast.AsyncWith | ast.AsyncFor):
                    yield f"line {inner.lineno}: end the transaction of line {node.lineno} first"


def _opens_transaction(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and ast.unparse(call.func).endswith("_transaction")


WORDLIKE = re.compile(r"[^\W\d_][\w'’. -]*", re.IGNORECASE)
NO_WORDS = {
    "join", "leave", "suspend", "expel", "reinstate", "prose", "unless",
    "considered", "applied", "rejected", "approved", "effective",
    "state", "adjective", "people", "leader", "seat", "representative", "generic", "pronoun",
    "body", "possessor", "agent", "modifier", "infinitive", "bare", "progressive", "passive",
    "perfect", "gerund", "finite", "noun", "group", "inf", "that", "control", "alliance", "union",
    "bloc", "coalition", "cartel", "monetary_union", "forum", "igo", "organ", "treaty", "court",
    "development_bank", "convention", "accord", "protocol", "pact", "person", "country", "place",
    "organisation", "media", "demonym", "team", "language", "region", "day", "month", "year",
    "part", "past", "pres", "fut", "cond", "subj", "ger", "fr", "es", "suspended", "member",
}  # fmt: skip
"""What strings of the grammar name besides words: actions, stages, kinds, forms, links, tenses."""


def literal_words(source: str) -> Iterator[str]:
    """Words of a language that a source compares with, or keeps in sets of its own."""
    tree = ast.parse(source)
    spoken = {
        id(call.args[-1])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"has", "among"} and call.args
    }  # fmt: skip
    for node in ast.walk(tree):
        sides = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            sides = [node.value] if isinstance(node.value, ast.Call | ast.Set | ast.Dict) else []
        for side in sides:
            for one in ast.walk(side):
                if isinstance(one, ast.Constant) and id(one) not in spoken:
                    yield from _list_words(one.value)


def _list_words(value: object) -> Iterator[str]:
    """The words of a constant; labels, ids and names of kinds are none."""
    if isinstance(value, str) and not value.startswith(("x-", "f:", "join:")):
        for word in value.split():
            if word == word.lower() and WORDLIKE.fullmatch(word) and word not in NO_WORDS:
                yield word
