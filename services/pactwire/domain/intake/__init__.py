"""From whatever was handed in to an admitted article: formats in, `Submission`, `Article` out."""

from pactwire.domain.intake.admission import Admission, admit, article_id, content_hash
from pactwire.domain.intake.formats import read_document
from pactwire.domain.intake.submission import Submission, TooLarge, read_submission

__all__ = [
    "Admission",
    "Submission",
    "TooLarge",
    "admit",
    "article_id",
    "content_hash",
    "read_document",
    "read_submission",
]
