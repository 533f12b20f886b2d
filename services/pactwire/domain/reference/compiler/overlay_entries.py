"""What an overlay's files may hold: the fields of `seeds/reference`, checked before compiling."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pactwire.domain.reference.tables import parse_partial_date

Kind = Literal[
    "igo", "alliance", "bloc", "treaty", "coalition", "union", "monetary_union", "organ", "court",
    "development_bank", "forum", "cartel", "armed_group", "ngo", "think_tank",
]  # fmt: skip
DescriptionPart = Literal["region", "topics", "seat", "led_by", "subject", "of", "perhaps", "short"]
Standing = Literal["member", "suspended", "observer", "candidate", "associate"]


def check_day(written: str) -> str:
    """The date as it is written.

    Raises:
        ValueError: there is no such day.
    """
    try:
        parse_partial_date(written)
    except (ValueError, TypeError):
        raise ValueError(f"{written!r} is no date: write 1973, 1973-01 or 1973-01-31") from None
    return written


def write_number(value: object) -> object:
    """A year that YAML read as a number, as it was written."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def check_name(written: str) -> str:
    """The name as it is written.

    Raises:
        ValueError: it is a single letter, digit or sign, which would be found everywhere.
    """
    if len(written) == 1 and written.isascii():
        raise ValueError(f"{written!r} is too short for a name: write two characters or more")
    return written


Text = Annotated[str, Field(min_length=1), BeforeValidator(write_number)]
Name = Annotated[Text, AfterValidator(check_name)]
Day = Annotated[Text, AfterValidator(check_day)]
NamesByLanguage = dict[str, list[Name] | Name]


class OverlayEntry(BaseModel):
    """A part of an overlay: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class OverlayLeader(OverlayEntry):
    """A person at the head of a state."""

    name: Name
    also: list[Name] = []
    office: Text = "leader"
    since: Day | None = None
    until: Day | None = None


class OverlayAmbiguity(OverlayEntry):
    """A form that means something else too."""

    form: Name
    also: list[Text] = []
    needs: Literal[
        "",
        "introduction",
        "introduction or context",
        "introduction or word",
        "introduction, word or change",
        "introduction, context or change",
    ] = ""
    context: list[Text] = []
    against: list[Text] = []


class OverlayCountry(OverlayEntry):
    """More names and leaders of a country, territory or former state."""

    id: Text
    names: NamesByLanguage = {}
    abbreviations: list[Name] = []
    adjectives: NamesByLanguage = {}
    demonyms: NamesByLanguage = {}
    leaders: list[OverlayLeader] = []
    ambiguous: list[OverlayAmbiguity] = []
    source: Text | list[Text] = ""


class OverlayOrganisation(OverlayEntry):
    """A body of one's own, or more names of one that is known."""

    id: Annotated[str, Field(pattern=r"^x-[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Name | None = None
    kind: Kind | None = None
    tag_as: Literal["organisation", "coalition", "armed_group"] | None = None
    membership: bool | None = None
    wikidata: Annotated[str, Field(pattern=r"^Q\d+$")] | None = None
    part_of: Text | None = None
    decides_membership: bool = False
    founded: Day | None = None
    dissolved: Day | None = None
    names: NamesByLanguage = {}
    descriptions: list[Name] = []
    described_by: dict[DescriptionPart, list[Text]] = {}
    acronyms: NamesByLanguage = {}
    former: list[Name] = []
    generic: list[Name] = []
    ambiguous: list[OverlayAmbiguity] = []
    ordinals: bool = False
    source: Text | list[Text] = ""


class OverlayPeriod(OverlayEntry):
    """One line of a membership list."""

    member: Text | None = None
    members: list[Text] = []
    since: Day | None = None
    until: Day | None = None
    status: Standing = "member"
    source: Text
    note: Text | None = None

    @model_validator(mode="after")
    def _name_someone(self) -> "OverlayPeriod":
        if (self.member is None) == (not self.members):
            raise ValueError("name one `member`, or several `members`")
        return self


class OverlayMemberships(OverlayEntry):
    """The members of one body."""

    organisation: Text
    unit: Literal["states", "members", "parties"] = "states"
    counts_suspended: bool = True
    published: list[dict[str, Any]] = []
    members: list[OverlayPeriod]


class OverlayGuard(OverlayEntry):
    """Stop words: names that contain one of ours and are none."""

    forms: Annotated[list[Name], Field(min_length=1)]
    kind: Text = "other"


EntryModel = type[OverlayEntry]
FOLDERS: dict[str, EntryModel] = {
    "countries": OverlayCountry,
    "organisations": OverlayOrganisation,
    "memberships": OverlayMemberships,
    "guards": OverlayGuard,
}
"""What the files of each folder hold: lists, but one body a file in `memberships`."""
