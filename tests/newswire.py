"""Any number of articles in words of our own: changes, copies, corrections, and noise."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from pactwire_schemas import Article
from sample_events import content_id, later

COUNTRIES = (
    "Bhutan", "Nepal", "Mongolia", "Fiji", "Tonga", "Samoa", "Botswana", "Lesotho", "Zambia",
    "Malawi", "Belize", "Jamaica", "Syria", "Armenia", "Serbia", "Chile", "Peru", "Ghana", "Mali",
    "Gabon", "Iceland", "Moldova", "Kuwait", "Oman", "Laos", "Brunei", "Panama", "Uruguay",
    "Ecuador", "Angola", "Benin", "Togo", "Niger", "Guinea", "Tunisia", "Jordan", "Lebanon",
)  # fmt: skip
BODIES = (
    "Mercosur", "the Nordic Council", "the Visegrad Group", "AUKUS", "the Arctic Council", "NATO",
    "BRICS", "ASEAN", "ECOWAS", "the African Union", "the Arab League", "OPEC", "the Commonwealth",
    "the European Union", "the Pacific Islands Forum", "the Shanghai Cooperation Organisation",
    "the Global Coalition to Defeat ISIS", "the Council of Europe",
    "the Organization of Turkic States",
)  # fmt: skip
SPEAKERS = (
    "its foreign minister", "a spokeswoman", "two officials", "the bloc's commission",
    "its president's office", "a diplomat in the capital", "the secretary-general",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHANGES = (
    "{country} has joined {body}, {speaker} said on {day}.",
    "{country} became a member of {body} on {day}, {speaker} said.",
    "{body} admitted {country} on {day}, according to {speaker}.",
    "{country} will join {body} next year, {speaker} announced on {day}.",
    "{country} has applied to join {body}, {speaker} said on {day}.",
    "{country} is considering joining {body}, {speaker} said on {day}.",
    "{country} wants to become a member of {body}, {speaker} told reporters on {day}.",
    "{country} has left {body}, {speaker} said on {day}.",
    "{country} will leave {body}, {speaker} announced on {day}.",
    "{country} formally notified {body} on {day} that it would withdraw, {speaker} said.",
    "{body} suspended {country} on {day}, {speaker} said.",
    "{body} has lifted the suspension of {country}, {speaker} said on {day}.",
    "{country} denied on {day} that it had joined {body}, {speaker} said.",
    "{body} rejected the application of {country} on {day}, {speaker} said.",
    "{country}, which joined {body} years ago, was host to a conference on {day}.",
)  # fmt: skip
PLAIN = (
    "{country} opened a bridge across its longest river on {day}.",
    "Heavy rain flooded {number} houses in the north of {country} on {day}.",
    "Farmers in {country} brought in the barley on {day}, {number} tonnes of it.",
    "A court in {country} sentenced {number} smugglers on {day}.",
    "Ministers of {body} met on {day} and spoke of tariffs.",
    "A train left the rails near the border of {country}; {number} people were hurt.",
)  # fmt: skip
MORE = (
    "Traders took little notice.", "Neighbours welcomed the step.", "No date was given.",
    "The opposition called it a mistake and asked for a vote.",
    "About {number} people gathered before the parliament.",
    "Talks had lasted {number} weeks.", "Schools stayed closed for the day.",
    "A delegation is expected in {country} before the end of the month.",
    "The currency lost a little of its value.", "Observers spoke of a quiet day.",
)  # fmt: skip


@dataclass(frozen=True)
class Newswire:
    """Articles of a number: the same for the same number, in order of time."""

    seed: int = 1

    def write(self, count: int) -> list[Article]:
        """So many articles, a minute apart."""
        return list(self._write(count))

    def _write(self, count: int) -> Iterator[Article]:
        chance, written = Random(self.seed), []
        for number in range(count):
            kind = chance.random()
            if written and kind < 0.15:
                article = copy_of(chance.choice(written), number)
            elif written and kind < 0.25:
                article = newer_version(chance.choice(written), chance, number)
            else:
                article = write_article(chance, number)
            written.append(article)
            yield article


def write_article(chance: Random, number: int) -> Article:
    """An article of its own: a change in four of five, and what stands around it."""
    lead = chance.choice(CHANGES if chance.random() < 0.8 else PLAIN)
    words = {
        "country": chance.choice(COUNTRIES), "body": chance.choice(BODIES),
        "speaker": chance.choice(SPEAKERS), "day": chance.choice(DAYS),
        "number": chance.randint(2, 900),
    }  # fmt: skip
    first = lead.format(**words)
    body = " ".join([first, *(one.format(**words) for one in chance.sample(MORE, 4))])
    headline = f"{words['country']}: {first.split(',')[0]}"
    return build(number, headline, body[0].upper() + body[1:])


def copy_of(article: Article, number: int) -> Article:
    """The same text in another paper."""
    return build(number, f"Agencies: {article.headline}", article.body)


def newer_version(article: Article, chance: Random, number: int) -> Article:
    """A correction of an article, or its retraction."""
    at = later(minutes=number)
    changed = {"version": article.version + number + 1, "received_at": at}
    if chance.random() < 0.5:
        gone = {"pub_status": "canceled", "content_hash": content_id("gone", str(number))}
        return article.model_copy(update=changed | gone)
    body = f"{chance.choice(PLAIN)} ".format(
        country="Chile", body="OPEC", day="Monday", number=number
    )
    words = {"body": body + article.body, "content_hash": content_id("new", str(number))}
    return article.model_copy(update=changed | words)


def build(number: int, headline: str, body: str) -> Article:
    """An article as the ingest service puts it out."""
    paper, at = f"paper-{number % 31}", later(minutes=number)
    source = {
        "name": paper.title(), "domain": f"{paper}.example", "owner": f"house-{number % 23}"
    }  # fmt: skip
    return Article.model_validate({
        "article_id": content_id("wire", str(number)), "version": 1,
        "url": f"https://{paper}.example/{number}",
        "source": source,
        "headline": headline, "body": body, "language": "en", "published_at": at,
        "received_at": at, "content_hash": content_id("text", body),
    })  # fmt: skip
