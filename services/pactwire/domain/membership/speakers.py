"""Who said it: the speaker of the sentence, whether official, and whether the words are quoted."""

from pactwire.domain.membership.frames import Frame, Reading
from pactwire_schemas.enrichment import Speaker


def speaker_of(reading: Reading, frame: Frame) -> Speaker | None:
    """Placeholder until the grammar of speech is in."""
    return None


def is_quoted(reading: Reading, frame: Frame) -> bool:
    """Placeholder until the grammar of speech is in."""
    return False
