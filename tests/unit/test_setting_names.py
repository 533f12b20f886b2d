"""Names of settings and how their values are written in variables."""

from typing import Annotated

import pytest
from pydantic import BaseModel
from pydantic_settings import NoDecode

from pactwire.errors import Misconfigured
from pactwire.setting_names import refuse_bad_variables


class Inner(BaseModel):
    steps: tuple[int, ...] = ()
    networks: Annotated[tuple[str, ...], NoDecode] = ()
    word: str = ""


class Outer(BaseModel):
    inner: Inner = Inner()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PACTWIRE_INNER__STEPS", "[1, 2]"),
        ("PACTWIRE_INNER__NETWORKS", "10.0.0.0/8, ::1"),
        ("PACTWIRE_INNER__WORD", "1, 2"),
        ("PACTWIRE_INNER__STEPS", ""),
        ("PACTWIRE_API_PORT", "x"),
        ("OTHER__STEPS", "x"),
    ],
)
def test_what_is_written_as_it_should_be_passes(variable: str, value: str) -> None:
    refuse_bad_variables(Outer, {variable: value})


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("PACTWIRE_INNER__STEPS", "1, 2", "this is not JSON; write a list as"),
        ("pactwire_inner", "steps", "this is not JSON"),
        ("PACTWIRE_INER__STEPS", "[]", "did you mean inner"),
    ],
)
def test_what_is_not_is_refused_by_name(variable: str, value: str, why: str) -> None:
    with pytest.raises(Misconfigured, match=why) as mistake:
        refuse_bad_variables(Outer, {variable: value})
    assert variable in str(mistake.value)
