"""From whatever was handed in to an admitted article: formats in, `Submission`, `Article` out."""

from pactwire.domain.intake.admission import Admission, admit, article_id, content_hash
from pactwire.domain.intake.document import Entry, Origin, ReadDocument
from pactwire.domain.intake.submission import Submission, TooLarge

__all__ = [
    "Admission",
    "Entry",
    "Origin",
    "ReadDocument",
    "Submission",
    "TooLarge",
    "admit",
    "article_id",
    "content_hash",
]
