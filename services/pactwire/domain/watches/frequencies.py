"""How often a story has what a watch may ask for: rough shares of all stories, known beforehand.

Only their order decides, and only about speed: a condition is filed under what is rarest of all
that it requires.
"""

import re

FOLLOWED = {
    "US": 0.35, "CN": 0.16, "GB": 0.15, "RU": 0.14, "UA": 0.1, "FR": 0.1, "DE": 0.1, "IN": 0.1,
    "IL": 0.1, "IR": 0.08, "JP": 0.07, "CA": 0.07, "AU": 0.06, "PS": 0.06, "TR": 0.05, "IT": 0.05,
    "BR": 0.05, "SA": 0.04, "KR": 0.04, "PK": 0.04, "ES": 0.04, "SY": 0.03, "KP": 0.03, "PL": 0.03,
    "x-european-union": 0.09, "x-un": 0.08, "x-nato": 0.06, "x-hamas": 0.04, "x-hezbollah": 0.03,
}  # fmt: skip
"""What the news names most."""
STATE, BODY = 0.015, 0.003
"""Any other state, and any other body or person."""

SHARES = {
    "language": 0.9, "tier": 0.9, "source": 0.005, "action": 0.3, "members_of": 0.9,
    "organisations_of": 0.8,
}  # fmt: skip

FREQUENT_TEXT = """
a about after again all also an and any are as at back be been before but by can city could
country day deal did economic first for from government group had has have he her his if in
into is it its last law leader market may meeting members military million minister month more
most national new no not of on one or other out over party peace people plan police political
power president public report said say security she so some state states such talks than that
the their them there they this time to trade two under until up war was we week were what when
which who will with world would year years
"""
FREQUENT_WORDS = frozenset(FREQUENT_TEXT.split())
FREQUENT = 0.25
BY_LENGTH = ((3, 0.04), (5, 0.02), (8, 0.008))
LONG = 0.003
SECOND_WORD = 0.1
"""How much rarer two words in a row are than the rarer one of them."""
WORD = re.compile(r"\w+")


def entity_frequency(entity: str) -> float:
    """Of stories that name an entity."""
    return FOLLOWED.get(entity) or (STATE if len(entity) == 2 else BODY)


def phrase_frequency(phrase: str) -> float:
    """Of stories that have a folded phrase."""
    words = WORD.findall(phrase)
    rarest = min(map(word_frequency, words), default=FREQUENT)
    return float(rarest * SECOND_WORD ** (len(words) - 1)) if words else rarest


def word_frequency(word: str) -> float:
    """Of stories that have a word: short ones are frequent."""
    if word in FREQUENT_WORDS:
        return FREQUENT
    return next((share for length, share in BY_LENGTH if len(word) <= length), LONG)
