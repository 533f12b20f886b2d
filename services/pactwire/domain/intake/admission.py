"""Gives a submission its id, source and canonical address; the version is the store's word."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from pactwire.domain.identity import content_id
from pactwire.domain.intake.addresses import canonical_url, is_front_page
from pactwire.domain.intake.moments import published_before
from pactwire.domain.intake.submission import Submission
from pactwire.errors import InvalidEvent
from pactwire_schemas.article import Article, Source

WORD = re.compile(r"[\w?%]+(?:[.,]\d+)*")
FRACTION = re.compile(r"[.,]\d")
WORD_SIGNS = "".join(sign if WORD.match(sign) else " " for sign in map(chr, range(128)))
"""ASCII with a blank in place of each sign that is no part of a word."""
UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True)
class Admission:
    """An article that has everything but its version, which depends on what came before."""

    submission: Submission
    article_id: str
    canonical_url: str | None
    source: Source
    content_hash: str
    received_at: datetime

    @property
    def retracts_by_address(self) -> bool:
        """Whether it takes an article back that is named by nothing but its address."""
        given, address = self.submission, self.canonical_url
        return (
            given.pub_status != "usable"
            and not given.guid
            and bool(address and not is_front_page(address))
        )

    @property
    def address_id(self) -> str:
        """The same for all that stands at its address."""
        return content_id("address", self.canonical_url or "")

    @property
    def source_id(self) -> str:
        """The same for all that its source gives."""
        return content_id("source", identifying_source(self.submission, self.source))

    def article(self, version: int) -> Article:
        """The article as the given version."""
        given = self.submission
        return Article(
            article_id=self.article_id,
            version=version,
            url=given.url,
            canonical_url=self.canonical_url,
            guid=given.guid,
            source=self.source,
            headline=given.headline,
            body=given.body,
            language=given.language or UNKNOWN_LANGUAGE,
            published_at=published_before(given.published_at, self.received_at),
            received_at=self.received_at,
            pub_status=given.pub_status,
            content_hash=self.content_hash,
        )


def admit(submission: Submission, received_at: datetime) -> Admission:
    """The submission with its content ids.

    Raises:
        InvalidEvent: the address cannot be one.
    """
    address = canonical_url(submission.url) if submission.url else None
    source = complete_source(submission, address)
    return Admission(
        submission=submission,
        article_id=article_id(submission, address, source),
        canonical_url=address,
        source=source,
        content_hash=content_hash(submission),
        received_at=received_at,
    )


def complete_source(submission: Submission, address: str | None) -> Source:
    """The source as given, with the domain filled in from the address."""
    host = urlsplit(address).hostname if address else None
    domain = host.removeprefix("www.") if host else None
    if submission.source is None:
        return Source(name=domain or "unknown", domain=domain)
    given = submission.source.model_dump()
    return Source(**{**given, "domain": given["domain"] or domain})


def article_id(submission: Submission, address: str | None, source: Source) -> str:
    """Source and guid; without a guid, or with one that is the address, the canonical address.

    What has neither, or only the address of a whole site, is named by its words.
    """
    guid = submission.guid
    if guid and not is_front_page(guid) and not (address and _is_address(guid, submission.url)):
        return content_id("article", identifying_source(submission, source), guid)
    if guid and guid == submission.url and not is_front_page(guid):
        return content_id("article", canonical_url(guid, with_fragment=True))
    if address and not is_front_page(address):
        return content_id("article", address)
    return content_id("article", source.name, submission.headline, submission.body)


def identifying_source(submission: Submission, source: Source) -> str:
    """Who gave the guid: the source as it was handed in, else the host of the address."""
    return (submission.source or source).name.casefold()


def content_hash(submission: Submission) -> str:
    """What decides whether a repeat is a new version: the words, and whether they still stand.

    Capitals, blanks, quotes and dashes are no change of substance.
    """
    words = [join_words(fold(text)) for text in (submission.headline, submission.body)]
    return content_id("content", *words, submission.pub_status)


def join_words(text: str) -> str:
    """The words of a text with single blanks between; most texts have no need of the pattern."""
    if text.isascii() and not FRACTION.search(text):
        return " ".join(text.translate(WORD_SIGNS).split())
    return " ".join(WORD.findall(text))


def fold(text: str) -> str:
    """The text as it is compared: capitals and typography forgotten."""
    return unicodedata.normalize("NFKC", text).casefold()


def _is_address(guid: str, url: str | None) -> bool:
    """Whether a guid is the article's own address, if written in another way."""
    if url is None or not guid.lower().startswith(("http://", "https://")):
        return False
    try:
        return guid == url or canonical_url(guid) == canonical_url(url)
    except InvalidEvent:
        return False
