"""What stood beside articles and was not read, said once for all of them."""

from collections import Counter
from collections.abc import Iterable

from pactwire.domain.intake import Submission

MAX_NAMES = 8
"""Names that are shown; a table can have hundreds of columns."""


def describe_unread(found: Iterable[Submission]) -> str | None:
    """The columns that were left out, in one line; None when there were none."""
    names = Counter(name for one in found for name in one.unread)
    if not names:
        return None
    shown = [name for name, _ in names.most_common(MAX_NAMES)]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"columns that are not read: {', '.join(shown)}{more}"
