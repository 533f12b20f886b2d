"""A plain text file to a submission: a first short line without a full stop is the headline."""

from pactwire.domain.intake.submission import Submission, validate_submission

HEADLINE = 200
SENTENCE_ENDS = (".", "!", "?", "…", ".”", '."', "。")


def read_plain(raw: bytes, name: str, max_text: int) -> Submission:
    """The text as one article of the source `name`; raises as `validate_submission` does.

    Bytes that are not UTF-8 are read as Windows-1252, which every byte is a letter of.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first, _, rest = text.strip().partition("\n")
    headed = rest.strip() and len(first) <= HEADLINE and not first.rstrip().endswith(SENTENCE_ENDS)
    words = {"headline": first, "body": rest} if headed else {"body": text}
    return validate_submission({"source": name, **words}, max_text)
