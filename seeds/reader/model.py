"""The network in torch: a few layers of MiniLM and three heads over the marked parties.

Base: all-MiniLM-L6-v2 (Apache-2.0). Kept of it: every layer in `LAYERS`, and the words in the
pruned vocabulary. Nothing of torch is needed to run the exported file.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from pactwire.domain.extraction.reader.marking import MARKERS
from pactwire.domain.extraction.reader.network import ACTIONS, STAGES

LAYERS = (0, 1, 2, 3, 4, 5)
"""Layers of the base that are kept, lowest first."""
WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 128
LIKE = {
    "[headline]": "headline", "[first]": "first", "[later]": "later", "[known:member]": "member",
    "[known:suspended]": "suspended", "[known:former]": "former", "[known:stranger]": "foreign",
    "[known:nothing]": "unknown", "[body]": "organization", "[treaty]": "treaty",
    "[organ]": "council", "[other-body]": "association", "[other-treaty]": "agreement",
    "[member]": "country", "[member's]": "national", "[other]": "nation", "[other's]": "foreign",
    "[for-member]": "government", "[for-other]": "minister", "[past]": "past", "[now]": "now",
    "[ahead]": "future",
}  # fmt: skip
"""The word of the base that each marker begins as."""


class Block(nn.Module):
    """One layer: attention, then the two dense layers, each added and normalised."""

    def __init__(self) -> None:
        """The shapes of MiniLM."""
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, 1e-12)
        self.norm_output = nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States of shape (texts, tokens, width); mask added to the attention's logits."""
        texts, tokens, _ = states.shape

        def split(dense: nn.Module) -> Tensor:
            parts: Tensor = dense(states).view(texts, tokens, HEADS, WIDTH // HEADS)
            return parts.transpose(1, 2)

        query, key, value = split(self.query), split(self.key), split(self.value)
        logits = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + mask
        seen = (logits.softmax(-1) @ value).transpose(1, 2).reshape(texts, tokens, WIDTH)
        states = self.norm_attention(states + self.output(seen))
        inner = functional.gelu(self.inner(states))
        normed: Tensor = self.norm_output(states + self.outer(inner))
        return normed


class ReaderModel(nn.Module):
    """Token ids, 0 where there is none, to the logits of action, stage and recalled."""

    def __init__(self, words: int, body: Sequence[int], member: Sequence[int]) -> None:
        """A vocabulary of so many words; ids of the markers of the pair's body and member."""
        super().__init__()
        self.words, self.places = nn.Embedding(words, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.blocks = nn.ModuleList(Block() for _ in LAYERS)
        self.join = nn.Linear(3 * WIDTH, WIDTH)
        self.action = nn.Linear(WIDTH, 1 + len(ACTIONS))
        self.stage = nn.Linear(WIDTH, len(STAGES))
        self.recalled = nn.Linear(WIDTH, 1)
        self.drop = nn.Dropout(0.15)
        self.body, self.member = list(body), list(member)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the three heads for each text."""
        mask = ((ids == 0).float() * -1e4)[:, None, None, :]
        states = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1])))
        for block in self.blocks:
            states = block(states, mask)
        pair = (states[:, 0], pool(states, ids, self.body), pool(states, ids, self.member))
        joined = self.drop(functional.gelu(self.join(self.drop(torch.cat(pair, -1)))))
        return self.action(joined), self.stage(joined), self.recalled(joined).squeeze(-1)


def pool(states: Tensor, ids: Tensor, markers: Sequence[int]) -> Tensor:
    """The mean of the states at the places of some markers."""
    chosen = torch.zeros_like(ids)
    for marker in markers:
        chosen = chosen + (ids == marker).long()
    weights = chosen.float().unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "output": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
    "inner": "intermediate.dense", "outer": "output.dense", "norm_output": "output.LayerNorm",
}  # fmt: skip


def start_from_base(model: ReaderModel, weights: Path, vocabulary: Sequence[str]) -> None:
    """Fill a model with the base's weights; markers begin as words like them."""
    base: dict[str, Any] = load_file(weights)
    every = {word: index for index, word in enumerate(read_words(weights.parent))}
    rows = [every[LIKE.get(word, word)] for word in vocabulary]
    with torch.no_grad():
        model.words.weight.copy_(base["embeddings.word_embeddings.weight"][rows])
        kind = base["embeddings.token_type_embeddings.weight"][0]
        model.places.weight.copy_(base["embeddings.position_embeddings.weight"][:POSITIONS] + kind)
        for part in ("weight", "bias"):
            getattr(model.norm, part).copy_(base[f"embeddings.LayerNorm.{part}"])
            for block, layer in zip(model.blocks, LAYERS, strict=True):
                for own, theirs in NAMES.items():
                    given = base[f"encoder.layer.{layer}.{theirs}.{part}"]
                    getattr(getattr(block, own), part).copy_(given)


def read_words(base: Path) -> list[str]:
    """The base's vocabulary in order of its ids."""
    import json

    words = json.loads((base / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return sorted(words, key=words.__getitem__)


def prune_words(words: Sequence[str], seen: set[str], most_frequent: int) -> list[str]:
    """The vocabulary that is kept: single characters, the commonest words, and those seen.

    The base lists its words by frequency. Every character stays, so that any word can be spelled.
    """
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    kept = [
        word
        for index, word in enumerate(words)
        if not word.startswith("[") or len(word) == 1
        if index < most_frequent or len(word.removeprefix("##")) == 1 or word in seen
    ]
    plain = [word for word in kept if word not in special and not _is_foreign(word)]
    return [*special, *plain, *MARKERS]


def _is_foreign(word: str) -> bool:
    return not word.removeprefix("##").isascii() and word not in {
        "–",
        "—",
        "’",
        "‘",
        "“",
        "”",
        "…",
        "€",
        "£",
    }
