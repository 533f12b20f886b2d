"""The gates hold as the code is, and each bites when something is planted."""

from pathlib import Path

import gates
import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    path for folder in ("services", "schemas", "seeds") for path in (ROOT / folder).rglob("*.py")
]
CLAIMS = ROOT / "services/pactwire/domain/extraction/claims"
STILL_LITERAL = 354
"""Words that the grammar of claims spells out in its code; they may only become fewer."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_function_has_more_than_ten_branches(path: Path) -> None:
    assert list(gates.complex_functions(path.read_text("utf-8"))) == []


def test_the_words_that_the_grammar_spells_out_only_become_fewer() -> None:
    found = [
        f"{name(path)}: {word}"
        for path in CLAIMS.rglob("*.py")
        for word in gates.literal_words(path.read_text("utf-8"))
    ]
    assert len(found) <= STILL_LITERAL, "\n".join(found)


def test_a_planted_word_is_found_and_a_label_or_stage_is_none() -> None:
    planted = 'SAYING = {"say tell"}\nif token.low == "club" or stage == "applied": pass\n'
    assert sorted(gates.literal_words(planted)) == ["club", "say", "tell"]
    assert list(gates.literal_words('if token.has("JOIN") and token.among("ORGANS"): pass')) == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_file_is_longer_than_a_person_reads_and_no_function_than_a_screen(path: Path) -> None:
    assert list(gates.long_parts(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_names_are_words_of_the_field(path: Path) -> None:
    assert list(gates.banned_names(path, path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_background_task_dies_unseen(path: Path) -> None:
    assert list(gates.unseen_tasks(path, path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "planted", ["asyncio.create_task(work())", "threading.Thread(target=work).start()"]
)
def test_a_planted_task_that_nobody_watches_is_found(planted: str) -> None:
    assert list(gates.unseen_tasks(Path("news.py"), planted)) == [
        "line 1: start it with BackgroundTasks, so that its death is seen"
    ]
    assert list(gates.unseen_tasks(Path("background.py"), planted)) == []
    assert list(gates.unseen_tasks(Path("news.py"), "group.create_task(work())")) == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_awaited_inside_a_transaction(path: Path) -> None:
    assert list(gates.waits_in_transactions(path.read_text("utf-8"))) == []


def test_a_planted_wait_inside_a_transaction_is_found() -> None:
    planted = "async def act():\n    with write_transaction(store) as tx:\n        await post(tx)\n"
    assert list(gates.waits_in_transactions(planted)) == [
        "line 3: end the transaction of line 2 first"
    ]
    outside = planted.replace("        await", "    await")
    assert list(gates.waits_in_transactions(outside.replace("tx:\n", "tx: pass\n"))) == []


def test_a_class_name_stands_in_one_place() -> None:
    assert list(gates.repeated_class_names(SOURCES)) == []


def test_boolean_operators_count_as_branches() -> None:
    planted = "def decide(a):\n    return " + " or ".join(["a"] * 11) + "\n"
    assert list(gates.complex_functions(planted)) == ["decide has complexity 11, 10 is the most"]
    assert list(gates.complex_functions(planted.replace("a or ", "", 1))) == []


def test_a_method_and_a_closure_are_measured_too() -> None:
    many = " or ".join(["a"] * 11)
    planted = f"class A:\n    def decide(self, a):\n        return {many}\n"
    assert list(gates.complex_functions(planted)) == ["A.decide has complexity 11, 10 is the most"]
    nested = f"def outer():\n    def inner(a):\n        return {many}\n    return inner\n"
    assert any("inner" in sentence for sentence in gates.complex_functions(nested))


def test_a_planted_long_function_and_file_are_found() -> None:
    planted = "def act():\n" + "    pass\n" * 40 + "\n" * 310
    assert list(gates.long_parts(planted)) == [
        "the file has 351 lines, 350 is the most",
        "act has 41 lines, 40 is the most",
    ]


def test_a_planted_second_class_of_a_name_is_found(tmp_path: Path) -> None:
    for file in ("one.py", "two.py"):
        (tmp_path / file).write_text("class Reading:\n    pass\n")
    assert list(gates.repeated_class_names(tmp_path.glob("*.py"))) == [
        "class Reading is defined in one.py, two.py"
    ]


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("vigil.py", "", "vigil: not 'vigil', but lag monitor"),
        ("utils.py", "", "utils.py: a file is named after what it does"),
        ("plan.py", "class RoomPlan: pass", "RoomPlan: not 'room', but service"),
        ("plan.py", "def start(all_rooms): pass", "all_rooms: not 'rooms', but services"),
        ("plan.py", "self.river = 1", "river: not 'river', but pipeline"),
        ("plan.py", "ROOM = 'alert'", "ROOM: not 'room', but service"),
    ],
)
def test_a_planted_name_that_is_no_word_of_the_field_is_found(
    file: str, source: str, found: str
) -> None:
    assert list(gates.banned_names(Path(file), source)) == [found]


def test_a_word_inside_a_longer_one_is_no_word() -> None:
    assert list(gates.banned_names(Path("news.py"), "newsroom = mushrooms = 1")) == []
