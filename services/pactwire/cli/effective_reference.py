"""The reference data that the settings ask for: the installation's, with one's own overlay."""

from pactwire.domain.reference import ReferenceData
from pactwire.edges.reference import load_reference
from pactwire.settings import Settings, load


def load_effective_reference(settings: Settings | None = None) -> ReferenceData:
    """The reference data with the overlay in it, when there is one.

    Raises:
        Misconfigured: a setting is wrong, the data can't be read, the overlay has a mistake.
    """
    chosen = settings or load()
    overlay = chosen.reference.overlay
    return load_reference(overlay, chosen.state) if overlay else load_reference()
