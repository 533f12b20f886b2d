"""Which names of bodies are also written with a small first letter, as British papers do.

"the convention on cluster munitions", "the south Pacific forum", "the refugee convention"; names
that would be plain prose in small letters stay as they are.
"""

FIRST_WORDS = frozenset(
    """
    Treaty Convention Protocol Agreement Pact Charter Covenant Framework International Universal
    Intergovernmental Inter-Governmental Inter-American Inter-Parliamentary Interparliamentary
    Comprehensive Conference Court Council Committee Commission Community Commonwealth Association
    League Organization Organisation World General Joint Multinational Multi-National Multilateral
    Permanent Special Financial Economic Central Southern Northern Eastern Western Southeast
    South-East Northwest Northeast North-East South North East West Anti-Ballistic Antiballistic
    Anti-Personnel Anti-Counterfeiting Biological Chemical Nuclear Non-Proliferation
    Nonproliferation Intermediate-Range Intermediate-range Intermediate Strategic Partial Limited
    Threshold Conventional Outer Arms Cluster Mine Seabed Sea-Bed Missile Proliferation Refugee
    Refugees Genocide Second Single Unified Patent Maritime Law High Biodiversity Climate Green
    Intangible Extractive Energy Gas Common Collective Regional Trans-Pacific Transatlantic
    Government Movement Coalition Alliance Inhumane Fissile Preferential Customs Coordinating
    Co-ordinating Cooperation Co-operation Global Free Union Agency Bank Fund Forum Environmental
    Space Pandemic Digital Anti-Corruption
    """.split()  # noqa: SIM905  a list of words is easier read as one
)
PAPERS = frozenset(
    """
    treaty convention protocol agreement pact charter covenant accord compact statute code
    """.split()  # noqa: SIM905
)
BODIES = PAPERS | frozenset(
    """
    organisation organization union council commission committee community court tribunal agency
    association fund bank forum conference league regime authority alliance coalition initiative
    panel programme program commonwealth market system mission area partnership
    """.split()  # noqa: SIM905
)
LONG = 3
"""Words from which on a name is one even in small letters; for papers and courts two will do."""


def lowercase_variant(name: str, kind: str) -> str | None:
    """The name with a small first letter; None where that is no way of writing it."""
    words = name.split()
    if not words or words[0] not in FIRST_WORDS:
        return None
    rest = {word.strip(",").lower() for word in words}
    least = LONG - 1 if kind in {"treaty", "court"} else LONG
    fitting = len(words) >= least and bool(rest & BODIES)
    return name[0].lower() + name[1:] if fitting else None
