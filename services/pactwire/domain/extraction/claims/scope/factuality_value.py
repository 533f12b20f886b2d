"""The factuality value of a clause: its stage, the reasons, what operators contributed."""

from dataclasses import dataclass, field

from pactwire_schemas.enrichment import Stage


@dataclass(slots=True)
class FactualityValue:
    """A stage while operators are applied; `stage` None means that the text asserts nothing."""

    stage: Stage | None
    background: bool = False
    third_party: bool = False
    nominal: bool = False
    talks: bool = False
    why: list[str] = field(default_factory=list)
    inner: str = ""
    lifting: bool = False
    inner_link: str = ""
    inner_lemma: str = ""
    inner_token: str = ""

    def to(self, stage: Stage | None, why: str) -> None:
        """Move to another stage and say why."""
        self.stage = stage
        self.why.append(why)
