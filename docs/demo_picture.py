"""Writes docs/demo.svg, the picture in the README, from what a real `pactwire demo` prints.

Run by `make demo-picture`. Times, ports and process ids are those of that run; everything else is
the same each time. Fonts are the reader's own: the picture fetches nothing.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_name("demo.svg")
COLUMNS = 100
SHOWN = re.compile(r"pactwire watches|Starting|[127]/8 |The numbers")
"""How the parts begin that the picture shows: the first report, a repeat, near misses, the sums."""
CUT = "\x1b[2m[...]\x1b[0m"
CONTROL = re.compile(r"\x1b\[\?\d+[hl]")
STYLE = re.compile(r"\x1b\[[0-9;]*m")
TEMPORARY = re.compile(r"\S*/pactwire-demo-\S+")
FONT_FACE = re.compile(r"\s*@font-face \{\{.*?\}\}", re.DOTALL)
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"


def run_demo() -> str:
    """What the demo prints, with its colours.

    Raises:
        CalledProcessError: the demo failed.
    """
    environment = {
        **os.environ,  # noqa: TID251  the demo runs where we run
        "FORCE_COLOR": "1",
        "TTY_INTERACTIVE": "0",
        "COLUMNS": str(COLUMNS),
    }
    return subprocess.run(
        [sys.executable, "-m", "pactwire", "demo"],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip


def select_parts(output: str) -> str:
    """The parts worth a picture, without cursor codes and temporary folders; gaps are marked."""
    parts = TEMPORARY.sub("a temporary folder", CONTROL.sub("", output)).split("\n\n")
    kept: list[str] = []
    for part in parts:
        if SHOWN.match(STYLE.sub("", part)):
            kept.append(part.rstrip("\n"))
        elif kept[-1] != CUT:
            kept.append(CUT)
    return "\n\n".join(kept)


def render_svg(output: str) -> str:
    """The output as an SVG of one terminal window, with no font from elsewhere."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(output))
    layout = FONT_FACE.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "")
    layout = re.sub(r"font-family: [^;]+;", f"font-family: {FONTS};", layout)
    svg = console.export_svg(title="make demo", code_format=layout, unique_id="demo")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(render_svg(select_parts(run_demo())), "utf-8")
    sys.stdout.write(f"{PICTURE}\n")
