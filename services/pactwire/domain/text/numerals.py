"""Numbers in a text, written in figures or in English words, as figures."""

from collections.abc import Iterable, Iterator

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
FIRST_TEN = 20
MAX_DECIMALS = 2
"""Figures behind a point that are decimals; three are thousands in many languages."""
NUMBER_WORDS = (
    {word: value for value, word in enumerate(_ONES.split(), 1)}
    | {word: value * 10 for value, word in enumerate(_TENS.split(), 2)}
    | MULTIPLES
)


def read_numbers(words: Iterable[str]) -> Iterator[str]:
    """The numbers among words in their order: 22 for twenty two, 120 for a hundred and twenty.

    One is no number here, since it counts nothing.
    """
    total = 0
    for word in (*words, ""):
        folded = word.casefold()
        if not total and not _says_number(folded):
            continue
        if folded == "and" and total and total % 100 == 0:
            continue
        extended = _extend(total, folded)
        if extended is None:
            if total > 1:
                yield str(total)
            extended = NUMBER_WORDS.get(folded, 0)
        total = extended
        if word[:1].isdigit():
            yield _write_plainly(word.replace(",", ""))


def _says_number(word: str) -> bool:
    return word in NUMBER_WORDS or word[:1].isdigit()


def _write_plainly(number: str) -> str:
    """A number without the noughts at its end that say nothing: 3.50 is 3.5, 1.000 may be more."""
    whole, point, fraction = number.rpartition(".")
    if point and len(fraction) <= MAX_DECIMALS:
        return f"{whole}.{fraction}".rstrip("0").rstrip(".")
    return number


def _extend(total: int, word: str) -> int | None:
    """A number with the word that goes on with it, as nine does after forty; None if none does."""
    value = NUMBER_WORDS.get(word)
    if not total or value is None:
        return None
    if word in MULTIPLES:
        return total * value
    goes_on = total % 100 == 0 or (total >= FIRST_TEN and total % 10 == 0 and value < 10)
    return total + value if goes_on else None
