"""Trains the second reader and exports it: `make reader` calls this. Needs `pactwire[train]`.

Fixed seed, one thread; the same texts and packages give the same network on the same machine.
"""

import copy
import random  # noqa: TID251  seeded: a training is repeatable
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from labelled_pairs import Example, PairLabel
from model import ReaderModel
from torch import Tensor
from torch.nn import functional

from pactwire.domain.extraction.reader.network import ACTIONS, STAGES

OUTPUTS = ("none", *ACTIONS)
BATCH = 32
SMOOTHING = 0.03
FORGET_KNOWLEDGE = 0.5
"""How often what is known of a pair is left out: texts of our own invent their changes."""
AVERAGE = 0.995
"""Of the running mean of the weights, which is what is kept."""
FIRST_CHOICE = 0.6
"""Of a stage beside others that are as right, which share the rest."""

Encoded = list[int]


class Course(NamedTuple):
    """How a model is trained."""

    epochs: float = 3.0
    rate: float = 1.5e-4
    """Of the layers of the base; the heads learn faster."""
    seed: int = 11
    half: bool = False
    """Calculate in bfloat16: four times as fast where the processor can, slower where it can't."""


FURTHER = Course(epochs=1.0, rate=6e-5)
"""Of a network that is trained already, on texts that are new."""


def train(
    model: ReaderModel, examples: Sequence[Example], encode: "Encoder", course: Course
) -> ReaderModel:
    """The running mean of the weights, at the end."""
    torch.manual_seed(course.seed)
    torch.set_num_threads(1)
    chance = random.Random(course.seed)  # noqa: S311  not for secrets
    model.words.weight.requires_grad_(requires_grad=False)
    mean = copy.deepcopy(model)
    steps = int(course.epochs * len(examples) / BATCH)
    optimiser = build_optimiser(model, course.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * steps), max(0.02, (steps - step) / steps))
    )
    began, done = time.monotonic(), 0
    model.train()
    while done < steps:
        for batch in shuffle(examples, encode, chance):
            loss = measure_loss(model, batch, half=course.half)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            follow(mean, model, min(AVERAGE, done / (done + 10)))
            if done % 50 == 0:
                spent = (time.monotonic() - began) / done
                sys.stderr.write(f"step {done} of {steps}, {spent:.2f} s each, loss {loss:.3f}\n")
            if done >= steps:
                break
    mean.eval()
    return mean


def build_optimiser(model: ReaderModel, rate: float) -> torch.optim.Optimizer:
    """The heads learn five times as fast as the layers below."""
    heads = {"join", "action", "stage", "recalled"}
    new, old = [], []
    for name, weights in model.named_parameters():
        if weights.requires_grad:
            (new if name.split(".")[0] in heads else old).append(weights)
    groups = [{"params": old, "lr": rate}, {"params": new, "lr": 5 * rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def follow(mean: ReaderModel, model: ReaderModel, share: float) -> None:
    """Move the mean of the weights towards the weights of now."""
    with torch.no_grad():
        for kept, new in zip(mean.parameters(), model.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - share)


class Encoder:
    """Marked texts to token ids, once each."""

    def __init__(self, encode: "object") -> None:
        """Around the tokenizer's function."""
        self._encode = encode
        self._known: dict[str, Encoded] = {}

    def __call__(self, marked: str) -> Encoded:
        """The ids of a text."""
        if marked not in self._known:
            self._known[marked] = self._encode(marked)  # type: ignore[operator]
        return self._known[marked]


Labelled = list[tuple[Encoded, Example]]


def shuffle(
    examples: Sequence[Example], encode: Encoder, chance: random.Random
) -> Iterator[Labelled]:
    """Batches of like length in random order."""
    order = [(encode(forget(one, chance)), one) for one in examples]
    chance.shuffle(order)
    batches: list[Labelled] = []
    for start in range(0, len(order), BATCH * 16):
        block = sorted(order[start : start + BATCH * 16], key=lambda pair: len(pair[0]))
        batches += [block[at : at + BATCH] for at in range(0, len(block), BATCH)]
    chance.shuffle(batches)
    yield from batches


def forget(example: Example, chance: random.Random) -> str:
    """The marked text, often without what is known where the text's change is invented."""
    if not example.source.startswith("cases") or chance.random() > FORGET_KNOWLEDGE:
        return example.marked
    place, _, rest = example.marked.split(" ", 2)
    return f"{place} [known:nothing] {rest}"


def measure_loss(model: ReaderModel, batch: Labelled, *, half: bool = False) -> Tensor:
    """Of the action always; of stage and recalled where there is a change."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        logits = model(pad([ids for ids, _ in batch]))
    action, stage, recalled = (one.float() for one in logits)
    labels = [example.label for _, example in batch]
    want = torch.tensor([OUTPUTS.index(label.action) for label in labels])
    loss = functional.cross_entropy(action, want, label_smoothing=SMOOTHING)
    changed = want > 0
    if changed.any():
        stages = torch.tensor([share_stages(label) for label in labels])
        past = torch.tensor([float(label.recalled) for label in labels])
        loss = loss + 0.5 * functional.cross_entropy(stage[changed], stages[changed])
        loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
            recalled[changed], past[changed]
        )
    return loss


def share_stages(label: PairLabel) -> list[float]:
    """How right each stage is: most the label's, the rest shared by those that are as right."""
    others = {one for one in label.stage_alt if one != label.stage}
    first = FIRST_CHOICE if others else 1.0
    shares = dict.fromkeys(others, (1 - first) / max(1, len(others)))
    shares[label.stage or "considered"] = first
    return [shares.get(stage, 0.0) for stage in STAGES]


def pad(rows: Sequence[Encoded]) -> Tensor:
    """Token ids of equal length; 0 is none."""
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])
