"""Web addresses: absolute ones out of what a feed links to, and one form for each page."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from pactwire.domain.text.clean import clean_text
from pactwire.errors import InvalidEvent

TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name",
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "ref_src",
    "cmpid", "ito", "ns_campaign", "ns_mchannel", "ns_source", "at_medium", "at_campaign",
    "smid", "smtyp", "ocid", "xtor", "spm", "taid", "guccounter", "_ga",
)  # fmt: skip
"""Query parameters that tell who clicked, not what is read."""
DEFAULT_PORT = re.compile(r"^(http://[^/:]+(?=:80(?:/|$))|https://[^/:]+(?=:443(?:/|$))):\d+")
SCHEME = re.compile(r"^https?://", re.IGNORECASE)
FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000<>\"]")
HOST = re.compile(r"^(?:[\w-]+\.)*[\w-]+\.?$|^[0-9a-f.]*:[0-9a-f:.]*$", re.IGNORECASE)
ITEM_FRAGMENT = re.compile(r"^[!/]|^(?!:~:)(?=[^=&]*\d)(?=[^=&]*[a-zA-Z])[\w.:-]+$")
"""A route of a page that is a program, or the name of one post: `#!/a/7`, `#post-12`."""
MAX_LENGTH = 4000


def check_address(value: str) -> str:
    """The address with its scheme in small letters.

    Raises:
        ValueError: no absolute http or https address, a host or port that is none, or blanks and
            control characters, which an address has percent-encoded.
    """
    if not SCHEME.match(value):
        raise ValueError("give an absolute http or https address")
    if FORBIDDEN.search(value):
        raise ValueError("an address has no blanks, control characters, quotes or brackets")
    if len(value) > MAX_LENGTH:
        raise ValueError(f"an address has at most {MAX_LENGTH:,} characters")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("this cannot be an address") from None
    if not parts.hostname or not HOST.match(parts.hostname) or port == 0:
        raise ValueError("this cannot be an address: it names no host")
    scheme, _, rest = value.partition("://")
    return f"{scheme.lower()}://{rest}"


def resolve_link(link: str, *bases: str | None) -> str:
    """A link as an absolute address, read against the first base that makes it one.

    Raises:
        ValueError: as `check_address`.
    """
    link = clean_text(re.sub(r"[\t\r\n]+", "", link)).replace(" ", "%20")
    for base in bases:
        if SCHEME.match(link) or not base:
            continue
        try:
            link = urljoin(base, link)
        except ValueError:
            continue
    address = check_address(link)
    try:
        canonical_url(address)
    except InvalidEvent as error:
        raise ValueError(error.reason) from None
    return address


@lru_cache(maxsize=256)
def canonical_url(url: str, *, with_fragment: bool = False) -> str:
    """The address without tracking parameters, default port, or order of parameters.

    The fragment stays when it names a post or a route, or when it is asked for. An address is asked
    for twice, when it is read and when it is admitted.

    Raises:
        InvalidEvent: the address cannot be one.
    """
    try:
        fragment = urlsplit(url).fragment
        clean = url_query_cleaner(url, TRACKING, remove=True, keep_fragments=False)
        address = DEFAULT_PORT.sub(r"\1", str(canonicalize_url(clean)))
    except ValueError:
        raise InvalidEvent("this cannot be an address", "url") from None
    kept = fragment and (with_fragment or ITEM_FRAGMENT.match(fragment))
    return f"{address}#{fragment}" if kept else address


def is_front_page(address: str) -> bool:
    """Whether an address is a whole site's: what stands there changes with the day."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in {"", "/"} and bool(parts.netloc) and not parts.query and not parts.fragment
