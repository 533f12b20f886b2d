"""Every watch that docs/watches.md shows is one."""

import re
from pathlib import Path

from pactwire.domain.watches import build_resolver, parse_watches
from pactwire.edges.reference import load_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "watches.md"
COOKBOOK = 12


def test_the_watches_on_the_page_are_valid() -> None:
    resolver = build_resolver(load_reference())
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    parsed = [parse_watches(block, "docs/watches.md", resolver) for block in blocks]
    assert [issue for one in parsed for issue in one.issues] == []
    assert max(len(one.watches) for one in parsed) == COOKBOOK
