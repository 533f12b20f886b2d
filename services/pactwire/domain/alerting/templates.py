"""Sentences of alerts by template: only what the event says, in fixed words."""

from pactwire_schemas import Development, Match, Party
from pactwire_schemas.alert import MessageType
from pactwire_schemas.enrichment import FIRM_STAGES, Action, Stage

VERBS: dict[tuple[Action, Stage], str] = {
    ("join", "considered"): "may join",
    ("join", "applied"): "has applied to join",
    ("join", "approved"): "is set to join",
    ("join", "effective"): "has joined",
    ("join", "rejected"): "will not join",
    ("leave", "considered"): "may leave",
    ("leave", "applied"): "has moved to leave",
    ("leave", "approved"): "is set to leave",
    ("leave", "effective"): "has left",
    ("leave", "rejected"): "will not leave",
    ("suspend", "considered"): "may be suspended from",
    ("suspend", "applied"): "faces a move to be suspended from",
    ("suspend", "approved"): "is set to be suspended from",
    ("suspend", "effective"): "is suspended from",
    ("suspend", "rejected"): "will not be suspended from",
    ("expel", "considered"): "may be expelled from",
    ("expel", "applied"): "faces a move to be expelled from",
    ("expel", "approved"): "is set to be expelled from",
    ("expel", "effective"): "has been expelled from",
    ("expel", "rejected"): "will not be expelled from",
    ("reinstate", "considered"): "may be taken back into",
    ("reinstate", "applied"): "has asked to be taken back into",
    ("reinstate", "approved"): "is set to be taken back into",
    ("reinstate", "effective"): "has been taken back into",
    ("reinstate", "rejected"): "will not be taken back into",
}
PREFIXES: dict[MessageType, str] = {"alert": "", "update": "Update: ", "cancel": "Withdrawn: "}
EXPLAINED = frozenset({"conflict", "disputed", "corrected"})
"""Reasons for which an alert says what the ledger made of it."""
MAX_NAMES = 5
"""How many mentions a sentence lists."""


def format_headline(match: Match, kind: MessageType) -> str:
    """The alert in a line."""
    if match.development:
        disputed = "Disputed: " if match.development.reason == "disputed" else ""
        return (disputed or PREFIXES[kind]) + describe_change(match.development)
    return PREFIXES[kind] + (match.article.headline or f"A story on {_list_mentions(match)}")


def format_summary(match: Match, kind: MessageType) -> str:
    """The alert in two or three sentences."""
    source = match.article.source.name
    if match.development is None:
        return f"{PREFIXES[kind]}{_list_mentions(match)} in a story of {source}."
    return PREFIXES[kind] + " ".join(_summary_sentences(match.development, source))


def describe_change(development: Development) -> str:
    """Who does what: `Syria has joined the Global Coalition to Defeat ISIS as member 90`."""
    denied = development.reason == "conflict" and development.stage == "rejected"
    verb = VERBS[development.action, "effective" if denied else development.stage]
    said = f"{development.member.name} {verb} {add_article(development.organisation)}"
    joining = development.action == "join" and development.stage in FIRM_STAGES
    if joining and development.ordinal:
        said += f" as its {format_ordinal(development.ordinal)} member"
    return f"It is denied that {said}" if denied else said


def add_article(party: Party) -> str:
    """The name with its article: `the European Union`, but `NATO`."""
    plain = " " not in party.name or party.name.lower().startswith("the ")
    return party.name if plain else f"the {party.name}"


def format_ordinal(number: int) -> str:
    """`1st`, `22nd`, `113th`."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _summary_sentences(development: Development, source: str) -> list[str]:
    sentences = [f"{describe_change(development)}{_format_effective_date(development)}."]
    speaker = development.claim.attributed_to
    if speaker:
        sentences.append(f"Said by {speaker.name}; reported by {source}.")
    else:
        sentences.append(f"Reported by {source}.")
    if development.reason in EXPLAINED:
        sentences.append(development.explanation)
    if development.independent_sources > 1:
        sentences.append(f"{development.independent_sources} independent sources say so.")
    return sentences


def _format_effective_date(development: Development) -> str:
    fact = development.effective_on
    if fact is None:
        return ""
    shown = fact.on.isoformat()[: {"year": 4, "month": 7, "day": 10}[fact.precision]]
    return f" (effective {shown})"


def _list_mentions(match: Match) -> str:
    names = list(dict.fromkeys(mention.name for mention in match.mentions))
    if not names:
        return "Watched phrases"
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more
