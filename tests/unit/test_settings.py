"""Settings: a wrong name is reported with the right one, and one folder keeps everything."""

from pathlib import Path

import pytest

from pactwire.errors import Misconfigured
from pactwire.settings import load


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("PACTWIRE_INGETS__PORT", "there is no setting ingets; did you mean ingest"),
        ("PACTWIRE_BROKER__BOOTSTRP", "did you mean broker.bootstrap"),
        ("PACTWIRE_ALERT__PROBES__PROT", "did you mean alert.probes.port"),
        ("PACTWIRE_BROKER__XYZ", "there is no setting broker.xyz"),
    ],
)
def test_a_wrong_name_is_reported_with_the_right_one(
    variable: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(Misconfigured, match=message) as mistake:
        load()
    assert variable in str(mistake.value)


def test_a_wrong_name_in_the_file_is_reported(here: Path) -> None:
    (here / "pactwire.toml").write_text("[deliver]\nconcurency = 1\n")
    with pytest.raises(Misconfigured, match=r"did you mean deliver\.concurrency"):
        load()


def test_variables_of_others_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_API_PORT", "8080")
    assert load().ingest.port == 8080


def test_the_store_lies_in_the_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().store.url.get_secret_value() == "sqlite:///.pactwire/pactwire.db"
    monkeypatch.setenv("PACTWIRE_STATE", "elsewhere")
    monkeypatch.setenv("PACTWIRE_LOG__LEVEL", "debug")
    settings = load()
    assert settings.store.url.get_secret_value() == "sqlite:///elsewhere/pactwire.db"
    assert "url" not in settings.store.model_fields_set


def test_a_store_that_was_set_lies_where_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_STATE", "elsewhere")
    monkeypatch.setenv("PACTWIRE_STORE__URL", "sqlite:///mine.db")
    assert load().store.url.get_secret_value() == "sqlite:///mine.db"
