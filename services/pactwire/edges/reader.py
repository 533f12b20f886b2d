"""Loads the trained reader that is shipped beside the reference data."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import orjson

import pactwire_seeds
from pactwire.domain.extraction.reader.network import ReaderFile, SecondReader, parse_metadata
from pactwire.domain.extraction.verdict import InstalledReader, ReaderPolicy, Thresholds
from pactwire.errors import Misconfigured

WEIGHTS, CARD = "reader.onnx", "reader.json"


@cache
def load_reader() -> InstalledReader | None:
    """The reader of this installation, loaded once; None without `pactwire[reader]` or its file.

    Raises:
        Misconfigured: the file is damaged or not the one its card describes.
    """
    folder = find_folder()
    try:
        import onnxruntime  # noqa: F401
        import tokenizers  # noqa: F401
    except ImportError:
        return None
    return load_reader_folder(folder) if (folder / WEIGHTS).is_file() else None


def find_folder() -> Path:
    """Where the files are: beside the package in the sources, in it when installed."""
    package = Path(pactwire_seeds.__file__).parent
    beside = package.parent / "reader"
    return beside if (beside / CARD).is_file() else package / "reader"


def load_reader_folder(folder: Path) -> InstalledReader:
    """The reader in a folder, with its policy.

    Raises:
        Misconfigured: the file is damaged or not the one its card describes.
    """
    try:
        card = orjson.loads((folder / CARD).read_bytes())
        with (folder / WEIGHTS).open("rb") as weights:
            digest = hashlib.file_digest(weights, "sha256").hexdigest()
        if digest != card["sha256"]:
            raise ValueError("it is not the file that its card describes")
        return InstalledReader(open_reader(folder / WEIGHTS), read_policy(card))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Misconfigured(
            f"the trained reader in {folder} can't be used ({error}): install pactwire again"
        ) from None


def read_policy(card: dict[str, Any]) -> ReaderPolicy:
    """The thresholds and precisions of a card."""
    thresholds = {kind: Thresholds(**values) for kind, values in card["thresholds"].items()}
    return ReaderPolicy(thresholds, card["precision"])


def open_reader(weights: Path) -> SecondReader:
    """A reader from a network's file, on one thread; given bytes, a session would keep them too.

    Raises:
        ValueError: these are no network of ours.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    try:
        session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # noqa: BLE001  onnxruntime raises types of its own
        raise ValueError(str(error)) from None
    file = parse_metadata(session.get_modelmeta().custom_metadata_map)
    return SecondReader(session, build_tokenizer(file), file)


def build_tokenizer(file: ReaderFile) -> Any:
    """WordPiece over the network's own vocabulary, lower case, markers whole."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = {word: index for index, word in enumerate(file.vocabulary)}
    model = models.WordPiece(words, unk_token="[UNK]", max_input_chars_per_word=40)  # noqa: S106
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([*file.markers, "[CLS]", "[SEP]"])
    return tokenizer
