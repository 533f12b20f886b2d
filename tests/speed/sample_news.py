"""Articles for benchmarks: no two alike, one in four of states, as many alert as asked."""

import random
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

WORDS = (
    "harbour bridge river orchard lantern valley engine copper winter signal market garden temple"
    " silver thunder meadow cabin anchor violet canyon ember falcon island jungle kettle lemon"
).split()
WORLD = (
    "{a} said on Monday that talks with {b} would go on, though no date was set.",
    "Lawmakers asked whether {a} could still meet the terms that {o} had set in spring.",
    "Exports from {b} to {a} fell by a tenth, and the central bank warned of a slow winter.",
    "{a} formally joined {o} on Thursday after {b} dropped its objections, the body said.",
)
STATES = ("Fiji", "Peru", "Norway", "Kenya", "Nepal", "Chile", "Japan", "Ghana", "Malta", "Oman")
BODIES = ("ASEAN", "Mercosur", "the African Union", "the Arab League", "the Pacific Islands Forum")
ALERTING = "Officials in Syria said on Monday that nothing had been decided."
WORDS_AN_ARTICLE = 170
"""About 1.4 kB."""


def generate_articles(count: int, one_alerts_in: int, seed: str) -> Iterator[dict[str, str]]:
    """Articles, of which one in so many names Syria; the same for the same seed."""
    for number in range(count):
        yield write_article(number, seed, alerts=number % one_alerts_in == 0)


def write_article(number: int, seed: str, *, alerts: bool) -> dict[str, str]:
    """One article; its address names it."""
    dice = random.Random(f"{seed}-{number}")
    filler = [invent_word(dice) for _ in range(WORDS_AN_ARTICLE)]
    sentences = [ALERTING] if alerts else []
    if dice.random() < 0.25:
        sentences += [write_sentence(dice, WORLD[:-1] if alerts else WORLD) for _ in range(3)]
    return {
        "url": f"https://bench.example/{seed}/{number}",
        "headline": f"The {dice.choice(WORDS)} and the {dice.choice(WORDS)} {number}",
        "body": " ".join((*sentences, "They spoke of", *filler)) + ".",
        "language": "en",
    }


def invent_word(dice: random.Random) -> str:
    """Letters: rare words and numbers that articles share would tell one story."""
    return "".join(dice.choices(ascii_lowercase, k=dice.randint(5, 10)))


def write_sentence(dice: random.Random, world: Sequence[str]) -> str:
    """A sentence that names two states and a body; a change told twice would be one story."""
    a, b = dice.sample(STATES, 2)
    return dice.choice(world).format(a=a, b=b, o=dice.choice(BODIES))
