"""Stories with a change each, and stories without one, for pipelines that run as processes."""

BODIES = ("Mercosur", "the Nordic Council", "the Visegrad Group", "AUKUS", "the Arctic Council")
COUNTRIES = (
    "Bhutan", "Nepal", "Mongolia", "Fiji", "Tonga", "Samoa", "Botswana", "Lesotho", "Zambia",
    "Malawi", "Belize", "Jamaica",
)  # fmt: skip


def change(country: str, body: str) -> dict[str, str]:
    """A story that makes one alert."""
    name = body.removeprefix("the ")
    return {
        "url": f"https://pipeline.example/{country}-{name.replace(' ', '-')}".lower(),
        "source": "The Pipeline",
        "headline": f"{country} joins {name}",
        "body": f"{country} has formally joined {body}, its secretary-general said on Monday.",
        "language": "en",
    }


CHANGES = [change(country, body) for country in COUNTRIES for body in BODIES]


def unrelated(number: int) -> dict[str, str]:
    """A story that makes none."""
    return {
        "url": f"https://pipeline.example/harvest-{number}",
        "source": "The Pipeline",
        "headline": f"Harvest of district {number} is in",
        "body": "Farmers brought in the last of the barley on Tuesday, a week early.",
        "language": "en",
    }
