"""Each unit test stands where the module, or the package, that it tests stands."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def misplaced(root: Path) -> list[str]:
    """Unit tests under `root` without their module, each with the path that is looked for."""
    unit, package = root / "tests" / "unit", root / "services" / "pactwire"
    found = []
    for test in sorted(unit.rglob("test_*.py")):
        subject = package / test.relative_to(unit).with_name(test.name.removeprefix("test_"))
        if not subject.exists() and not (subject.with_suffix("") / "__init__.py").exists():
            found.append(f"{test.relative_to(root)}: there is no {subject.relative_to(root)}")
    return found


def test_every_unit_test_stands_where_its_module_stands() -> None:
    assert misplaced(ROOT) == [], "move the test with its module"


def write(root: Path, *files: str) -> None:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("")


@pytest.mark.parametrize(
    "planted", ["test_dedup.py", "domain/test_dedup.py", "domain/alerting/test_other.py"]
)
def test_a_planted_test_in_the_wrong_place_is_found(tmp_path: Path, planted: str) -> None:
    write(
        tmp_path,
        "services/pactwire/domain/alerting/__init__.py",
        "services/pactwire/domain/alerting/dedup.py",
        "tests/unit/domain/test_alerting.py",
        "tests/unit/domain/alerting/test_dedup.py",
    )
    assert misplaced(tmp_path) == []
    write(tmp_path, f"tests/unit/{planted}")
    (found,) = misplaced(tmp_path)
    assert found.startswith(f"tests/unit/{planted}: there is no services/pactwire/")


def test_a_folder_without_code_is_no_package(tmp_path: Path) -> None:
    write(tmp_path, "services/pactwire/alert/readme.txt", "tests/unit/test_alert.py")
    assert misplaced(tmp_path) == [
        "tests/unit/test_alert.py: there is no services/pactwire/alert.py"
    ]
