"""How soon it starts, and how much memory each service holds: `bench_start.py [RUNS]`.

Times `pactwire --help`, and `pactwire up` on the embedded broker until the first alert; then reads
the services' memory after some hundred articles. CPU seconds stand beside those of the clock, which
a busy machine stretches. Loopback only; ends what it starts.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench_pipeline import WATCH
from sample_news import write_article

from pactwire.edges.http import health_client
from pactwire.edges.local import runfile
from pactwire.metrics import parse_exposition
from up_process import Up

ARTICLES = 300
"""So many, each with a match and a claim, before memory is read: what loads late is there then."""
PATIENCE = 120.0
TICKS = os.sysconf("SC_CLK_TCK")
MEMORY = {"Rss": "resident", "Pss": "with shared pages divided", "Private_Dirty": "own"}
"""What the kernel calls it, and what it means."""

Figures = dict[str, list[float]]


def time_help(figures: Figures) -> None:
    """Add the seconds of one `pactwire --help`."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pactwire", "--help"], check=True, stdout=subprocess.DEVNULL
    )
    figures["--help, s"].append(time.perf_counter() - began)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures["--help, CPU s"].append(cpu)


def measure_system(folder: Path, figures: Figures) -> None:
    """Add the seconds to each step of a start, and MiB of each process once it has worked."""
    began = time.perf_counter()
    with open_system(folder) as up:
        run_info = wait_for(lambda: runfile.read(folder / ".pactwire"))
        alert_url = run_info.services["alert"].url
        figures["up: all processes started, s"].append(time.perf_counter() - began)
        wait_for(lambda: post(run_info.api, 0))
        figures["up: first article accepted, s"].append(time.perf_counter() - began)
        wait_for(lambda: count_decided(alert_url, "alerted") >= 1)
        figures["up: first alert, s"].append(time.perf_counter() - began)
        pids = {name: service.pid for name, service in run_info.services.items()}
        pids |= {"up": up.process.pid}
        for name, pid in pids.items():
            figures[f"up: CPU s of {name} until then"].append(read_cpu(pid))
        for number in range(1, ARTICLES):
            wait_for(lambda number=number: post(run_info.api, number))
        wait_for(lambda: count_decided(alert_url) >= ARTICLES)
        for name, pid in pids.items():
            for kind, size in read_memory(pid).items():
                figures[f"{name}: MiB {kind}"].append(size)


@contextmanager
def open_system(folder: Path) -> Iterator[Up]:
    """`pactwire up` on the embedded broker with one watch."""
    watches = folder / "watches"
    watches.mkdir()
    (watches / "bench.yaml").write_text(WATCH)
    with Up(folder, "--broker", "embedded", "--watches", str(watches)) as up:
        yield up
        up.stop(30)


def wait_for(look: Callable[[], Any]) -> Any:
    """What `look` finds, asked again and again until it is something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.02)
    raise SystemExit("the system does not get there; look at its logs")


def post(api: str, number: int) -> bool:
    """Whether an article with a mention and a claim was accepted."""
    article = write_article(number, "start", alerts=True)
    article["body"] += f" Fiji has asked to join ASEAN, its envoy number {number} said on Friday."
    request = urllib.request.Request(
        f"{api}/v1/articles", json.dumps(article).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return bool(answer.status == 202)
    except OSError:
        return False


def count_decided(url: str, decision: str = "") -> float:
    """Matches decided so far, of a kind or of all, by the metrics of the alert service."""
    samples = parse_exposition(health_client.get_probe(f"{url}/metrics").body)
    return sum(
        value
        for name, labels, value in samples
        if name == "pactwire_alert_decisions_total" and decision in {"", labels["decision"]}
    )


def read_cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def read_memory(pid: int) -> dict[str, float]:
    """MiB of a process, by what the kernel says."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = dict(re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE))
    return {meaning: int(found[name]) / 1024 for name, meaning in MEMORY.items()}


def measure(runs: int) -> dict[str, float]:
    """The median of each figure."""
    # Compiled modules are what an installation has; the first call writes them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    figures: Figures = defaultdict(list)
    time_help(defaultdict(list))
    for _ in range(2 * runs + 1):
        time_help(figures)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            measure_system(Path(folder), figures)
    return {name: median(values) for name, values in figures.items()}


def main() -> None:
    """Print each figure, and all of them as a line of JSON."""
    figures = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    for name, value in figures.items():
        sys.stdout.write(f"{name:<44}{value:8.2f}\n")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
