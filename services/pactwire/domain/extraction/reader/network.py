"""The trained network as a function: marked text to probabilities.

The same text gives the same answer on every machine: texts are read one by one, since int8 scales
would follow their neighbours in a batch, and probabilities are rounded before anything is decided.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from pactwire_schemas.enrichment import FIRM_STAGES, Action, Stage

ACTIONS: tuple[Action, ...] = get_args(Action)
"""In the order of the network's outputs; the first output is "no change"."""
STAGES: tuple[Stage, ...] = get_args(Stage)
PARTY_MARKERS = (("[body]", "[treaty]", "[organ]"), ("[member]", "[member's]", "[for-member]"))
"""The markers of the pair's body, and of its member."""
LONGEST = 110
"""Tokens that are read of a text, cut around the pair."""
REMEMBERED = 2048
"""Texts whose reading is kept: agency copy comes in many articles, and takes 7 ms to read."""
DIGITS = 2
"""Of a probability; int8 on another processor differs in the third."""


class Reading(NamedTuple):
    """What the network makes of a text; probabilities between 0 and 1."""

    action: Action
    stage: Stage
    change: float
    """That the text tells of any change of this pair, as news or recalled."""
    certain_action: float
    """That it is this action, where there is a change."""
    certain_stage: float
    recalled: float
    """That the change is history, where there is one."""

    @property
    def news(self) -> float:
        """That the text tells of a change as news."""
        return round(self.change * (1 - self.recalled), DIGITS)

    @property
    def firm(self) -> bool:
        """Whether the likeliest stage is decided or done."""
        return self.stage in FIRM_STAGES


class ReaderFile(NamedTuple):
    """What a shipped network holds besides its graph."""

    version: str
    vocabulary: tuple[str, ...]
    markers: tuple[str, ...]
    temperature: float


class SecondReader:
    """The network with its vocabulary, loaded once; reading has no side effects."""

    def __init__(self, session: Any, tokenizer: Any, file: ReaderFile) -> None:
        """Keep an inference session and a tokenizer that belong together."""
        self.version = file.version
        self._session = session
        self._tokenizer = tokenizer
        self._temperature = file.temperature
        self._parties = frozenset(
            tokenizer.token_to_id(marker) for markers in PARTY_MARKERS for marker in markers
        )
        self._ends = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
        self.read: Callable[[str], Reading] = lru_cache(maxsize=REMEMBERED)(self.read_anew)
        """The probabilities of one marked text; those of late are remembered."""

    def read_anew(self, marked: str) -> Reading:
        """The probabilities of one marked text, whether or not it was read before."""
        import numpy as np

        ids = self.encode(marked)
        action, stage, recalled = self._session.run(None, {"ids": np.array([ids])})
        return interpret(action[0], stage[0], float(recalled[0]), self._temperature)

    def encode(self, marked: str) -> list[int]:
        """The token ids of a marked text, with the ends, at most `LONGEST`."""
        ids = self._tokenizer.encode(marked, add_special_tokens=False).ids
        first, last = self._ends
        return [first, *cut_around(ids, self._parties, LONGEST - 2), last]


def cut_around(ids: Sequence[int], parties: frozenset[int], longest: int) -> Sequence[int]:
    """The first two tokens (place and knowledge) and as many as may stay around the parties."""
    if len(ids) <= longest:
        return ids
    places = [index for index, one in enumerate(ids) if one in parties] or [2]
    middle = (places[0] + places[-1]) // 2
    space = longest - 2
    start = max(2, min(middle - space // 2, len(ids) - space))
    return [*ids[:2], *ids[start : start + space]]


def interpret(
    action: Sequence[float], stage: Sequence[float], recalled: float, temperature: float
) -> Reading:
    """A reading from the three heads' logits."""
    actions = softmax(action, temperature)
    stages = softmax(stage, temperature)
    change = 1 - actions[0]
    best = max(range(len(ACTIONS)), key=actions[1:].__getitem__)
    furthest = max(range(len(stages)), key=stages.__getitem__)
    return Reading(
        ACTIONS[best],
        STAGES[furthest],
        round(change, DIGITS),
        round(actions[best + 1] / max(change, 1e-6), DIGITS),
        round(stages[furthest], DIGITS),
        round(softmax((0.0, recalled), temperature)[1], DIGITS),
    )


def softmax(logits: Sequence[float], temperature: float) -> list[float]:
    """Probabilities of logits; a higher temperature makes them less sure."""
    from math import exp

    scaled = [float(one) / temperature for one in logits]
    highest = max(scaled)
    powers = [exp(one - highest) for one in scaled]
    return [one / sum(powers) for one in powers]


def parse_metadata(metadata: Mapping[str, str]) -> ReaderFile:
    """The vocabulary and figures that a network carries.

    Raises:
        ValueError: something is missing or can't be read.
    """
    try:
        return ReaderFile(
            metadata["version"],
            tuple(metadata["vocabulary"].split("\n")),
            tuple(metadata["markers"].split("\n")),
            float(metadata["temperature"]),
        )
    except KeyError as error:
        raise ValueError(f"it has no {error.args[0]}") from None
