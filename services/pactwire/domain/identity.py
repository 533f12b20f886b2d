"""Ids made from content: the same thing has the same id however often it is read."""

from hashlib import blake2b

ID_BYTES = 16


def content_id(*parts: str) -> str:
    """Hexadecimal id of 32 characters for the parts, in order; parts can't run into each other."""
    whole = "\x1f".join((*parts, ""))
    return blake2b(whole.encode(), digest_size=ID_BYTES).hexdigest()


def claim_id(article_id: str, organisation: str, member: str, action: str, stage: str) -> str:
    """One article's claim; extractor and dictionary versions are attributes, never part of it."""
    return content_id("claim", article_id, organisation, member, action, stage)


def development_id(claim: str, reason: str) -> str:
    """The development that a claim made known."""
    return content_id("development", claim, reason)


def match_id(watch_id: str, parent: str) -> str:
    """A watch and the development or article it fits."""
    return content_id("match", watch_id, parent)


def alert_id(match: str, msg_type: str) -> str:
    """The message that a match became."""
    return content_id("alert", match, msg_type)


def delivery_id(alert: str, endpoint_id: str) -> str:
    """An alert on its way to one endpoint: the `webhook-id`, stable over all retries."""
    return content_id("delivery", alert, endpoint_id)
