"""Texts as the services would read them if they came now, with what was left out and why."""

from datetime import datetime

from pactwire.desk.hypotheses import Hypothesis, list_dropped
from pactwire.domain.extraction.enrich import build_enriched, extract_article
from pactwire.domain.intake import Origin, Submission, admit
from pactwire.domain.intake.formats import read_entries
from pactwire.domain.reference import ReferenceData
from pactwire.edges.reader import load_reader

MAX_TEXT = 1_000_000


def read_hypotheses(text: str, reference: ReferenceData, at: datetime) -> list[Hypothesis]:
    """The articles of a text, of any format that is taken in.

    Raises:
        InvalidEvent: nothing in it is an article.
    """
    document = read_entries(text.encode(), Origin("text", read_at=at), MAX_TEXT)
    submissions = [entry.submission for entry in document.entries if entry.submission]
    return [read_hypothesis(one, reference, at) for one in submissions]


def read_hypothesis(submission: Submission, reference: ReferenceData, at: datetime) -> Hypothesis:
    """An article as it would be read.

    Raises:
        InvalidEvent: it would be refused.
    """
    article = admit(submission, at).article(1)
    result = extract_article(article, reference, load_reader(), explain=True)
    return Hypothesis(build_enriched(article, result), list_dropped(result.document.rejected))
