"""What docs/ledger.md and docs/own-world.md show is what the commands print."""

from pathlib import Path

import pytest

from documented_examples import list_examples, run_commands, write_files

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "files", "examples"), [("ledger.md", 0, 3), ("own-world.md", 4, 1)]
)
def test_the_examples_of_a_page_print_what_it_says(
    name: str, files: int, examples: int, tmp_path: Path
) -> None:
    page = (DOCS / name).read_text()
    assert len(write_files(page, tmp_path)) == files
    found = list_examples(page)
    assert len(found) == examples
    for commands, shown in found:
        printed = run_commands(commands, tmp_path)
        assert [line for line in shown if " ".join(line.split()) not in printed] == []
