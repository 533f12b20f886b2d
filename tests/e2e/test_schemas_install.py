"""`pip install ./schemas`: the wire contract by itself, with pydantic and nothing of pactwire."""

import json
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

import pactwire
import pactwire_schemas

ROOT = Path(__file__).parents[2]
NEEDED = ("pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection")
READ = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from pactwire_schemas import ALERTS
print(ALERTS.decode(Path(sys.argv[3]).read_bytes()).headline)
print([name for name in sys.modules if name.split(".")[0] == "pactwire"])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip makes of the folder, with the build tool that is here."""
    into = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", str(into), str(ROOT / "schemas")],
        check=True, timeout=120,
    )  # fmt: skip
    (made,) = into.iterdir()
    return made


def test_it_holds_the_contract_and_asks_for_pydantic_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        folders = {name.split("/")[0] for name in packed.namelist()}
        (meta,) = [name for name in packed.namelist() if name.endswith("/METADATA")]
        lines = packed.read(meta).decode().splitlines()
    version = pactwire.__version__
    assert folders == {"pactwire_schemas", f"pactwire_schemas-{version}.dist-info"}
    assert [line for line in lines if line.startswith("Requires-Dist")] == [
        "Requires-Dist: pydantic<3,>=2.14"
    ]


def test_it_reads_an_alert_where_no_pactwire_is(wheel: Path, tmp_path: Path) -> None:
    for name in NEEDED:
        site = Path(str(distribution(name.replace("_", "-")).locate_file("")))
        for found in (site / name, site / f"{name}.py"):
            if found.exists():
                (tmp_path / found.name).symlink_to(found)
    example = ROOT / "schemas" / "examples" / "news.alerts.v1.json"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", READ, str(wheel), str(tmp_path), str(example)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines() == [json.loads(example.read_text())["headline"], "[]"]


def test_both_distributions_have_one_version() -> None:
    assert pactwire_schemas.__version__ == pactwire.__version__


def test_the_page_on_subscribing_says_how() -> None:
    assert "pip install ./schemas" in (ROOT / "docs" / "subscribing.md").read_text()
