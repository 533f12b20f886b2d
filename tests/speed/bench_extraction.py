"""Articles a second on one core: tagging, everything, growth with the dictionary, beside peers.

    make bench-extraction

Last come the texts of 100 kB that take longest among those made to be slow
(`tests/adversarial_texts.py`).

All figures of a run come from the same articles in the same process, so their ratios hold on a
busy machine; the absolute figures are CPU time. Articles are put together from sentences written
for this purpose, 1.6 kB each. One in four speaks of states and bodies: three of its sentences in
ten name some, more than in newspapers (6 or 7 names); the rest speak of anything else.
"""

import gc
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import daachorse

from adversarial_texts import kinds
from pactwire.domain.extraction.enrich import enrich, extract_article
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.verdict import InstalledReader
from pactwire.domain.reference import ReferenceData
from pactwire.domain.reference.compiler import ReferenceSources, compile_reference
from pactwire.edges.reader import load_reader
from pactwire_schemas import Article, Source

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 300
SIZE = 1600
PASSES = 5
NAMING = 0.3
"""The share of sentences with names in an article about states."""
FORMS = 8000
"""Names in the smallest dictionary."""
HOSTILE_BYTES = 100_000
SLOWEST = 10

WORLD = """
{a} said on Monday that talks with {b} would go on, though no date was set for the next round.
The foreign minister of {a} flew to {c} to meet officials of {o}, diplomats said.
Ships flying the flag of {b} were stopped off the coast of {a} for the third time this year.
Lawmakers in {c} asked whether {a} could still meet the terms that {o} had set in spring.
{a} formally joined {o} on Thursday after {b} dropped its objections, the body said.
Exports from {b} to {a} fell by a tenth, and the central bank warned of a slow winter.
A spokesman for {o} declined to say whether {b} had asked for a delay.
"""
BETWEEN = """
The talks lasted six hours and ended without a statement, though both delegations stayed for dinner.
"We have agreed on nothing until everything is agreed," one official said, asking not to be named.
Analysts had expected a longer pause, since elections are due in both capitals before the summer.
Under the plan, duties on grain and steel would be lifted in stages over the next four years.
The two neighbours fought over the valley twice in the last century, and its mines are still there.
Opposition parties called the offer too small and said they would vote against it in parliament.
A spokeswoman for the ministry confirmed that a letter had arrived but would not say what was in it.
Trade unions, farmers and the chamber of industry were to be heard before a decision was taken.
"""
ELSEWHERE = """
The council put off its vote on the new bridge until the engineers have answered every question.
Rain is expected in the hills by the weekend, with strong winds along the shore on Sunday.
The bakery on the corner has sold the same dark loaf for sixty years and sees no reason to stop.
Her third novel follows two brothers who inherit a lighthouse and cannot agree on a single lamp.
Prices for used bicycles rose again, dealers said, because new ones are still hard to come by.
The museum reopens in May with a show of maps that were thought to have been lost in a fire.
He trained every morning before school, and his coach drove him to each of the races himself.
Nurses asked for shorter shifts, while the hospital said it could not fill the posts it has.
The orchestra will play outdoors for us all if the weather holds, and in the station if not.
"""


def articles(reference: ReferenceData) -> list[str]:
    """The texts, the same in every run."""
    dice = random.Random(7)
    known = reference.entities.values()
    states = sorted(entity.name for entity in known if entity.type == "state")
    bodies = sorted(entity.name for entity in known if entity.membership)
    cities = sorted(entity.name for entity in known if entity.type == "capital")
    found = []
    for number in range(ARTICLES):
        world = number % 4 == 0
        text = ""
        while len(text) < SIZE:
            pool = ELSEWHERE
            if world:
                pool = WORLD if dice.random() < NAMING else BETWEEN
            line = dice.choice(pool.split("\n")[1:-1])
            a, b = dice.sample(states, 2)
            text += line.format(a=a, b=b, c=dice.choice(cities), o=dice.choice(bodies))
            text += "\n" if dice.random() < 0.2 else " "
        found.append(text[:SIZE])
    return found


def per_second(work: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second of CPU time, the best of several passes."""
    best = float("inf")
    for _ in range(PASSES):
        begun = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - begun)
    return len(texts) / best


def sources() -> ReferenceSources:
    """The reference entries, as the build reads them."""
    path = ROOT / "seeds" / "compile.py"
    spec = importlib.util.spec_from_file_location("seeds_compile", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: ReferenceSources = module.sources()
    return found


def english_only(entries: Iterable[Any]) -> list[dict[str, Any]]:
    """Entries with their English names alone: the smallest dictionary that is still whole."""
    kept = []
    for entry in entries:
        small = dict(entry)
        for field in ("names", "acronyms", "adjectives", "demonyms"):
            if isinstance(small.get(field), dict):
                small[field] = {"en": small[field].get("en") or []}
        kept.append(small)
    return kept


def grown(base: ReferenceSources, names: int) -> ReferenceSources:
    """The dictionary with so many invented organisations more."""
    dice = random.Random(3)
    first = "Northern Southern Joint Free United Common Inner Outer Maritime Alpine".split()
    last = "League Council Pact Union Forum Accord Bureau Group Office Fund".split()
    syllables = "ka lo mi ru ta ve no si pel dor".split()
    invented = [
        {
            "id": f"x-invented-{number}", "kind": "igo", "tag_as": "organisation",
            "name": f"{dice.choice(first)} "
            f"{''.join(dice.choices(syllables, k=4)).title()} {dice.choice(last)}",
        }
        for number in range(names)
    ]  # fmt: skip
    return replace(base, organisations=[*base.organisations, *invented])


SAMPLE = "[first] [known:nothing] [member] has joined [body] , its president said on Monday."
"""Read where no article has a pair."""


def plain_matcher(reference: ReferenceData) -> Callable[[str], object]:
    """A dictionary matcher without any rule: names as spelled, at word boundaries."""
    names = sorted({sense.spelling for row in reference.pattern_entries for sense in row.senses})
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(
        names, daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )

    def match(text: str) -> object:
        return [
            (start, end, number)
            for start, end, number in automaton.find(text)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        ]

    return match


def spacy_model() -> Callable[[str], object] | None:
    """A small English model where one is installed; None elsewhere."""
    if importlib.util.find_spec("spacy") is None:
        return None
    spacy = importlib.import_module("spacy")
    for name in ("en_core_web_sm", "en_core_web_md"):
        if importlib.util.find_spec(name):
            model: Callable[[str], object] = spacy.load(name)
            return model
    return None


def article_of(text: str, language: str = "en") -> Article:
    """A text as an article of the pipeline."""
    return Article(
        article_id="a", source=Source(name="bench"), body=text, language=language,
        received_at=datetime(2026, 1, 5, tzinfo=UTC), content_hash="",
    )  # fmt: skip


def slowest(reference: ReferenceData) -> list[tuple[float, str]]:
    """The adversarial texts that take longest, with the milliseconds for mentions and claims."""
    timed = []
    for kind in kinds(reference):
        article = article_of(kind.make(HOSTILE_BYTES), kind.language)
        speed = per_second(lambda _, one=article: extract_article(one, reference), [""])  # type: ignore[misc]
        timed.append((1000 / speed, f"{kind.language}: {kind.name}"))
    return sorted(timed, reverse=True)[:SLOWEST]


def tell_growth(base: ReferenceSources, texts: list[str]) -> None:
    """Print how the cost of tagging grows with the dictionary."""
    tell = sys.stdout.write
    tell("\ntagging by size of the dictionary\n")
    small = replace(
        base,
        countries=english_only(base.countries),
        organisations=english_only(base.organisations),
        parts=english_only(base.parts),
        former_states=english_only(base.former_states),
    )
    first = 0.0
    for factor in (1, 10, 100):
        more = 0 if factor == 1 else FORMS * (factor - 1)
        bigger = ReferenceData.load(compile_reference(grown(small, more)))
        speed = per_second(
            lambda text, k=bigger: tag_text(TextInput(text, language="en"), k), texts
        )  # type: ignore[misc]
        first = first or speed
        tell(
            f"  x{factor:<4} {len(bigger.parsed_patterns):9,} patterns {speed:9,.0f} articles/s"
            f"   cost x{first / speed:.2f}\n"
        )


def tell_slowest(reference: ReferenceData) -> None:
    """Print the milliseconds of adversarial texts."""
    tell = sys.stdout.write
    tell(f"\nhostile texts of {HOSTILE_BYTES // 1000} kB, milliseconds for mentions and claims\n")
    for milliseconds, name in slowest(reference):
        tell(f"  {milliseconds:6.1f}  {name}\n")


def tell_reader(admitted: list[Article], reference: ReferenceData) -> None:
    """Print how many pairs the trained reader is asked about, and what each costs."""
    tell = sys.stdout.write
    installed = load_forgetful()
    if installed is None:
        tell("\nthe trained reader is not installed: left out\n")
        return
    readings = [extract_article(one, reference, installed).readings for one in admitted]
    marked = [pair.marked for found in readings for pair in found] or [SAMPLE]
    speed = per_second(installed.reader.read, marked)
    asked = sum(map(bool, readings))
    tell(
        f"\ntrained reader: {len(marked) / len(admitted):.2f} pairs an article, "
        f"{asked / len(admitted):.1%} of the articles; {1000 / speed:.1f} ms a pair\n"
    )


class Forgetful:
    """The trained reader without its memory of what it read: each pass reads anew."""

    def __init__(self, reader: Any) -> None:
        self.version = reader.version
        self.read = getattr(reader, "read_anew", reader.read)


def load_forgetful() -> InstalledReader | None:
    """The installed reader, which reads each text as often as it is asked."""
    installed = load_reader()
    return installed and installed._replace(reader=Forgetful(installed.reader))


def measure(reference: ReferenceData, texts: list[str]) -> dict[str, float]:
    """Articles a second, by how much is done with them."""
    admitted = {text: article_of(text) for text in texts}
    installed = load_forgetful()
    figures = {
        "plain dictionary matcher, no rules": per_second(plain_matcher(reference), texts),
        "tagging": per_second(
            lambda text: tag_text(TextInput(text, language="en"), reference), texts
        ),
        "mentions and claims by the grammar alone": per_second(
            lambda text: extract_article(admitted[text], reference), texts
        ),
        "mentions and claims by both readers": per_second(
            lambda text: extract_article(admitted[text], reference, installed), texts
        ),
        "everything, with the near-copy signature": per_second(
            lambda text: enrich(admitted[text], reference, installed), texts
        ),
    }
    if model := spacy_model():
        figures["spaCy, small model"] = per_second(model, texts[:20])
    return figures


def main() -> int:
    """Measure and print; with `--figures` the first table alone, as a line of JSON."""
    base = sources()
    reference = ReferenceData.load(compile_reference(base))
    gc.freeze()
    texts = articles(reference)
    tell, figures = sys.stdout.write, measure(reference, texts)
    if "--figures" in sys.argv:
        tell(json.dumps(figures) + "\n")
        return 0
    tagged = [tag_text(TextInput(text, language="en"), reference) for text in texts[::4]]
    named = sum(len(one.mentions) for one in tagged) / len(tagged)
    patterns = len(reference.parsed_patterns)
    tell(f"{len(texts)} articles of {SIZE} characters, {patterns} patterns;\n")
    tell(f"one in four is about states and has {named:.0f} names on average\n\n")
    for name, figure in figures.items():
        ratio = figure / figures["tagging"]
        tell(f"{name:42} {figure:9,.0f} articles/s   {ratio:5.2f} of tagging\n")
    if "spaCy, small model" not in figures:
        tell("spaCy is not installed: left out\n")
    tell_reader(list(map(article_of, texts)), reference)
    tell_growth(base, texts)
    tell_slowest(reference)
    return 0


if __name__ == "__main__":
    sys.exit(main())
