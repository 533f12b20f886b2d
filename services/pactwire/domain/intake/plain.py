"""A plain text file to a submission: a first short line without a full stop is the headline."""

from pactwire.domain.intake.document import Origin
from pactwire.domain.intake.entries import build_source
from pactwire.domain.intake.submission import Submission, validate_submission

HEADLINE = 200
SENTENCE_ENDS = (".", "!", "?", "…", ".”", '."', "。")


def read_plain(text: str, origin: Origin, max_text: int) -> Submission:
    """The text as one article of the source `origin`; raises as `validate_submission` does."""
    first, _, rest = text.strip().partition("\n")
    headed = rest.strip() and len(first) <= HEADLINE and not first.rstrip().endswith(SENTENCE_ENDS)
    words = {"headline": first, "body": rest} if headed else {"body": text}
    return validate_submission({"source": build_source({}, origin), **words}, max_text)
