"""National sides: in a text about sport a country that plays is a team, not a state."""

from pactwire.domain.tagging.choice import Choice, Look

_PLACED = """
    in from at near across throughout inside into to around northern southern eastern western
    neighbouring neighboring visiting-from
"""
PLACED = frozenset(_PLACED.split())
PLAYING = frozenset(
    [
        "beat",
        "beats",
        "beating",
        "defeated",
        "defeats",
        "thrashed",
        "thrash",
        "draw",
        "drew",
        "win",
        "wins",
        "won",
        "lose",
        "loses",
        "lost",
        "v",
        "vs",
        "play",
        "plays",
        "played",
        "playing",
        "scored",
        "score",
        "trail",
        "trailed",
        "lead",
        "leads",
        "led",
        "host",
        "hosts",
        "face",
        "faces",
        "bowled",
        "batted",
        "declared",
        "advanced",
        "qualified",
        "reached",
        "crashed",
        "edged",
        "stunned",
        "eliminated",
        "upset",
    ]
)


def team(look: Look, choice: Choice) -> Choice:
    """The same choice, as a team where the text is about sport and the name isn't a place."""
    sense = choice.sense
    if sense is None or sense.form not in {"name", "alias", "abbreviation"}:
        return choice
    before = look.before.lower().strip("\"'(")
    if before in PLACED and look.after.lower() not in PLAYING:
        return choice
    return choice._replace(why=f"{choice.why}, as a team: the text is about sport", form="team")
