"""The labelled cases as values: what a text must, may and must not give. Runs nothing.

Claims follow the labelling guide: a case without claims is a near miss, and a claim marked
`optional` (recalled history, or one on which careful readers differ) is neither asked for nor held
against a reading. A third of all cases, by the hash of the text, is held back: counted, but not
listed, so that rules are made for language and not for these sentences.
"""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pactwire_schemas.enrichment import Action, Stage
from quality.classes import ClaimClass, TagClass

HERE = Path(__file__).parent
HELD_BACK_ONE_IN = 3

Optional = Literal["background", "borderline"]


def _wrap_in_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class LabelledCase(BaseModel):
    """What all cases share; `file`, `case_set` and `id` are given when read, not written."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    text: str = Field(min_length=1)
    language: str = "und"
    published: date | None = None
    note: str = ""
    file: str = ""
    case_set: str = ""
    """The folder the file is in: the cases of a set came together and have floors of their own."""

    @property
    def english(self) -> bool:
        """English, or of no stated language: what the claim rules were made for first."""
        return self.language in {"und", "en"}

    @property
    def digest(self) -> int:
        """A number that only the text decides."""
        return int.from_bytes(hashlib.sha256(self.text.encode()).digest()[:4])

    @property
    def id(self) -> str:
        """Short, stable as long as the text is."""
        return f"{self.digest:08x}"

    @property
    def held_back(self) -> bool:
        """True for the third that is never looked at while rules are made."""
        return self.digest % HELD_BACK_ONE_IN == 0


WrittenDate = Annotated[str, BeforeValidator(str), Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
"""As exact as it is known: 2026, 2026-07 or 2026-07-01."""


class ExpectedDetails(BaseModel):
    """Everything a text says besides who, which body, what and how far; None where it says nothing.

    A claim that states details states all of them: what is not there must not be found.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: WrittenDate | None = None
    """When it was said, decided or asked for, whichever the text dates."""
    effective_on: WrittenDate | None = None
    speaker: str | None = None
    """As it stands in the text; words in square brackets may be left out."""
    official: bool | None = None
    """Whether the speaker speaks for a state or a body."""

    @model_validator(mode="after")
    def speakers_are_official_or_not(self) -> Self:
        """A speaker comes with the label and the label with a speaker."""
        if (self.speaker is None) != (self.official is None):
            raise ValueError("speaker and official go together")
        return self


class ExpectedClaim(BaseModel):
    """One change a text tells of; the alternatives are as good as the first label."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str
    organisation_alt: tuple[str, ...] = ()
    member: str
    action: Action
    action_alt: tuple[Action, ...] = ()
    stage: Stage
    stage_alt: tuple[Stage, ...] = ()
    background: bool = False
    optional: Optional | None = None
    details: ExpectedDetails | None = None
    """None where they are not labelled and so not judged."""

    @model_validator(mode="after")
    def history_is_optional(self) -> Self:
        """A claim that only recalls is never required."""
        if self.background and self.optional is None:
            object.__setattr__(self, "optional", "background")
        return self

    @property
    def organisations(self) -> frozenset[str]:
        """Every body that is right."""
        return frozenset({self.organisation, *self.organisation_alt})

    @property
    def actions(self) -> frozenset[str]:
        """Every action that is right."""
        return frozenset({self.action, *self.action_alt})

    @property
    def stages(self) -> frozenset[str]:
        """Every stage that is right."""
        return frozenset({self.stage, *self.stage_alt})


class ClaimCase(LabelledCase):
    """A text and the membership changes it tells of."""

    case_class: ClaimClass = Field(alias="class")
    claims: tuple[ExpectedClaim, ...]

    @model_validator(mode="after")
    def near_classes_have_no_claims(self) -> Self:
        """A class for near misses holds nothing else."""
        if self.case_class.near_miss and self.claims:
            raise ValueError(f"{self.case_class} is a class of near misses; this text has claims")
        return self

    @property
    def near_miss(self) -> bool:
        """Nothing may be read out of it."""
        return not self.claims


Codes = Annotated[frozenset[str], BeforeValidator(_wrap_in_list)]


class TagCase(LabelledCase):
    """A text and the countries and organisations it names, by entity id."""

    case_class: TagClass = Field(alias="class")
    countries: Codes
    organisations: Codes
    teams: Codes = frozenset()
    """Those of the countries that are named as a national team."""
    forbidden: Codes = frozenset()
    """Ids that a naive reader would find and that are not there."""
    optional: Codes = frozenset()


Case = TypeVar("Case", bound=LabelledCase)


@cache
def claim_cases(folder: Path = HERE / "cases") -> tuple[ClaimCase, ...]:
    """All cases with claims, in order of file and place.

    Raises:
        pydantic.ValidationError: a case is not written as a case.
        ValueError: a text stands twice.
    """
    return _reject_repeated([ClaimCase.model_validate(value) for value in _load_values(folder)])


@cache
def tag_cases(folder: Path = HERE / "tagging") -> tuple[TagCase, ...]:
    """All tagging cases, in order of file and place; raises as `claim_cases` does."""
    return _reject_repeated([TagCase.model_validate(value) for value in _load_values(folder)])


def _load_values(folder: Path) -> list[dict[str, object]]:
    return [
        {**value, "file": path.stem, "case_set": path.parent.name}
        for path in sorted(folder.glob("*/*.yaml"))
        for value in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    ]


def _reject_repeated(cases: list[Case]) -> tuple[Case, ...]:
    seen: dict[str, str] = {}
    for case in cases:
        if case.text in seen:
            raise ValueError(f"{case.file} and {seen[case.text]} both have: {case.text}")
        seen[case.text] = case.file
    return tuple(cases)
