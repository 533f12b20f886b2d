"""The factuality value of a clause: its stage, whether it recalls, and the reasons."""

from dataclasses import dataclass, field

from pactwire_schemas.enrichment import FIRM_STAGES, Stage


@dataclass(slots=True)
class FactualityValue:
    """How far a change has got; `stage` None means that the text asserts nothing."""

    stage: Stage | None
    background: bool = False
    why: list[str] = field(default_factory=list)

    @property
    def firm(self) -> bool:
        """Whether it has been decided, at least."""
        return self.stage in FIRM_STAGES

    def to(self, stage: Stage | None, why: str) -> None:
        """Move to another stage and say why."""
        self.stage = stage
        self.why.append(why)

    def recall(self, why: str) -> None:
        """Take it for history and say why."""
        self.background = True
        self.why.append(why)
