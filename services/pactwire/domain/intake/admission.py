"""Gives a submission its id, source and canonical address; the version is the store's word."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from pactwire.domain.identity import content_id
from pactwire.domain.intake.submission import Submission
from pactwire.errors import InvalidEvent
from pactwire_schemas.article import Article, Source

TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name",
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "ref_src",
    "cmpid", "ito", "ns_campaign", "ns_mchannel", "ns_source", "at_medium", "at_campaign",
    "smid", "smtyp", "ocid", "xtor", "spm", "taid", "guccounter", "_ga",
)  # fmt: skip
"""Query parameters that tell who clicked, not what is read."""
DEFAULT_PORT = re.compile(r"^(http://[^/:]+(?=:80(?:/|$))|https://[^/:]+(?=:443(?:/|$))):\d+")
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
            published_at=given.published_at,
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


def canonical_url(url: str) -> str:
    """The address without tracking parameters, fragment, default port, or order of parameters."""
    try:
        clean = url_query_cleaner(url, TRACKING, remove=True, keep_fragments=False)
        return DEFAULT_PORT.sub(r"\1", str(canonicalize_url(clean)))
    except ValueError:
        raise InvalidEvent("this cannot be an address", "url") from None


def complete_source(submission: Submission, address: str | None) -> Source:
    """The source as given, with the domain filled in from the address."""
    host = urlsplit(address).hostname if address else None
    domain = host.removeprefix("www.") if host else None
    if submission.source is None:
        return Source(name=domain or "unknown", domain=domain)
    given = submission.source.model_dump()
    return Source(**{**given, "domain": given["domain"] or domain})


def article_id(submission: Submission, address: str | None, source: Source) -> str:
    """Canonical address, or source and guid, or else the text itself."""
    if address:
        return content_id("article", address)
    if submission.guid:
        return content_id("article", source.domain or source.name, submission.guid)
    return content_id("article", source.name, submission.headline, submission.body)


def content_hash(submission: Submission) -> str:
    """What decides whether a repeat is a new version: the words, and whether they still stand."""
    return content_id("content", submission.headline, submission.body, submission.pub_status)
