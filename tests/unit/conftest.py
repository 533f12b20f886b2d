"""The compiled reference data, as the services load it."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.reference import ReferenceData
from pactwire.edges.reference import load_reference

settings.register_profile("any machine", deadline=None)  # a busy one is no failure
settings.load_profile("any machine")

Reader = Callable[..., Document]


@pytest.fixture(scope="session")
def reference() -> ReferenceData:
    return load_reference()


@pytest.fixture(scope="session")
def reading(reference: ReferenceData) -> Reader:
    def read_text(text: str, language: str = "en") -> Document:
        return tag_text(TextInput(text, language=language), reference, explain=True)

    return read_text
