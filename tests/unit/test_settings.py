"""Settings: a wrong name is reported with the right one, and one folder keeps everything."""

from pathlib import Path

import pytest

from pactwire.domain.delivery.ssrf import PRIVATE_NETWORKS
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


@pytest.mark.parametrize(
    ("given", "networks"),
    [
        ("10.1.0.0/16", ["10.1.0.0/16"]), ("10.1.0.0/16, ::1", ["10.1.0.0/16", "::1/128"]),
        ('["10.1.0.0/16", "fd00::/8"]', ["10.1.0.0/16", "fd00::/8"]), ("false", []), ("", []),
        ("TRUE", [str(one) for one in PRIVATE_NETWORKS]),
    ],
)  # fmt: skip
def test_networks_are_lists_in_any_way_of_writing(
    given: str, networks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS", given)
    monkeypatch.setenv("PACTWIRE_INGEST__ALLOW_PRIVATE_FEEDS", given)
    settings = load()
    assert [str(one) for one in settings.deliver.allow_private_targets] == networks
    assert [str(one) for one in settings.ingest.allow_private_feeds] == networks


def test_networks_of_the_file_are_lists_too(here: Path) -> None:
    (here / "pactwire.toml").write_text(
        '[deliver]\nallow_private_targets = ["10.1.0.0/16"]\n[ingest]\nallow_private_feeds = true\n'
    )
    settings = load()
    assert [str(one) for one in settings.deliver.allow_private_targets] == ["10.1.0.0/16"]
    assert settings.ingest.allow_private_feeds == PRIVATE_NETWORKS


@pytest.mark.parametrize(
    ("variable", "given", "said"),
    [
        ("PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS", "10.0.0.1/8", "host bits"),
        ("PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS", "home", "home"),
        ("PACTWIRE_DELIVER__PROXY", "socks5://127.0.0.1:1", "a proxy is http://host:port"),
        ("PACTWIRE_INGEST__FEED_PROXY", "proxy:3128", "a proxy is http://host:port"),
    ],
)
def test_a_network_or_proxy_that_is_none_is_one_sentence(
    variable: str, given: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, given)
    with pytest.raises(Misconfigured, match=variable) as mistake:
        load()
    assert said in str(mistake.value)
