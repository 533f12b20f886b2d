"""3,000 generated documents: no crash, and no entry lost without a word."""

import re

import pytest

from generated_documents import Generated, generate
from intake_documents import READ_AT
from pactwire.domain.intake import Entry, Origin, admit
from pactwire.domain.intake.formats import read_entries
from pactwire.errors import InvalidEvent

FEEDS = 3000
GROUP = 100
DRIVES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


def read(made: Generated) -> tuple[Entry, ...] | str:
    """The entries, or the reason why the document is refused."""
    try:
        origin = Origin("desk", "https://desk.example/feed", read_at=READ_AT)
        return read_entries(made.raw, origin, 200_000).entries
    except InvalidEvent as refusal:
        return str(refusal)


def check_entry(entry: Entry) -> str:
    """The text of an entry, which is a sound article or says why there is none."""
    if entry.submission is None:
        assert entry.why
        return ""
    article = admit(entry.submission, READ_AT).article(1)
    assert not DRIVES.search(f"{article.headline}{article.body}{article.guid}{article.source.name}")
    assert article.url is None or re.match(r"https?://[^\s\"<>]+$", article.url)
    assert article.published_at is None or 1900 < article.published_at.year < 2200
    assert article.model_dump_json()
    return f"{article.headline} {article.body} {article.guid}"


@pytest.mark.parametrize("start", range(0, FEEDS, GROUP))
def test_no_document_crashes_and_no_entry_is_lost_without_a_word(start: int) -> None:
    for seed in range(start, start + GROUP):
        made = generate(seed)
        found = read(made)
        if isinstance(found, str):
            assert found, seed
            assert not made.whole or not made.words, (seed, found)
            continue
        texts = [check_entry(entry) for entry in found]
        missing = sum(not text for text in texts)
        lost = [word for word in made.visible() if not any(word in text for text in texts)]
        assert len(lost) <= missing, (seed, lost)
