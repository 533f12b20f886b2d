"""Settings: a wrong name is reported with the right one, and one folder keeps everything."""

import errno
import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from pactwire.domain.delivery.ssrf import PRIVATE_NETWORKS
from pactwire.errors import Misconfigured
from pactwire.secret_files import is_secret
from pactwire.setting_sources import child_environment
from pactwire.setting_values import mask_secrets
from pactwire.settings import Settings, load


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
        ("PACTWIRE_INGEST_PORT", "sets nothing; did you mean PACTWIRE_INGEST__PORT?"),
        ("PACTWIRE_ALERT_PROBES_PORT", "did you mean PACTWIRE_ALERT__PROBES__PORT?"),
        ("PACTWIRE_BROKER_PASSWORD_FILE", "did you mean PACTWIRE_BROKER__PASSWORD_FILE?"),
        ("PACTWIRE_BROKER_BOOTSTRAPS", "did you mean PACTWIRE_BROKER__BOOTSTRAP?"),
        ("PACTWIRE_STAT", "did you mean PACTWIRE_STATE?"),
    ],
)
def test_a_wrong_name_is_reported_with_the_right_one(
    variable: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(Misconfigured, match=message) as mistake:
        load()
    assert variable in str(mistake.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PACTWIRE_INGEST_PORT", "tcp://10.0.0.7:8080"),
        ("PACTWIRE_INGEST_SERVICE_PORT", "8080"),
        ("PACTWIRE_PORT_8080_TCP_ADDR", "10.0.0.7"),
        ("PACTWIRE_DESK_PORT", "8084"),
    ],
)
def test_variables_that_are_others_own_are_left_alone(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert load().ingest.port == Settings().ingest.port


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


SECRETS = {
    "PACTWIRE_BROKER__PASSWORD": "open-sesame",
    "PACTWIRE_STORE__URL": "postgresql+psycopg://me:open-sesame@db/x",
    "PACTWIRE_STORE__SECRETS_KEY": "open-sesame",
    "PACTWIRE_DELIVER__PROXY": "http://me:open-sesame@proxy:3128",
    "PACTWIRE_INGEST__FEED_PROXY": "http://me:open-sesame@proxy:3128",
}


def test_every_setting_that_holds_a_secret_has_a_file_form() -> None:
    found = {
        f"PACTWIRE_{section}__{name}".upper()
        for section, outer in Settings.model_fields.items()
        if isinstance(outer.annotation, type) and issubclass(outer.annotation, BaseModel)
        for name, field in outer.annotation.model_fields.items()
        if is_secret(field)
    }
    assert found == SECRETS.keys()


@pytest.mark.parametrize("variable", SECRETS)
def test_a_secret_is_read_from_the_file_that_is_named(
    variable: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "secret").write_text(SECRETS[variable] + "\n")
    monkeypatch.setenv(f"{variable}_FILE", str(here / "secret"))
    section, name = variable.removeprefix("PACTWIRE_").lower().split("__")
    settings = load()
    assert getattr(getattr(settings, section), name).get_secret_value() == SECRETS[variable]
    assert name in getattr(settings, section).model_fields_set
    assert "sesame" not in json.dumps(mask_secrets(settings))
    assert "sesame" not in repr(settings)


def test_the_settings_file_may_name_a_file_and_the_environment_goes_before_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "secret").write_text("of the file")
    (here / "pactwire.toml").write_text('[broker]\npassword_file = "secret"\n')
    password = load().broker.password
    assert password
    assert password.get_secret_value() == "of the file"
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD", "of the environment")
    password = load().broker.password
    assert password
    assert password.get_secret_value() == "of the environment"


@pytest.mark.parametrize(
    ("content", "said"), [(None, "No such file"), (b"", "is empty"), (b"\xff\xfe\x00", "no text")]
)
def test_a_secret_file_that_will_not_do_is_one_sentence(
    content: bytes | None, said: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (here / "secret").write_bytes(content)
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD_FILE", "secret")
    with pytest.raises(Misconfigured, match="PACTWIRE_BROKER__PASSWORD_FILE") as mistake:
        load()
    assert said in str(mistake.value)


def test_a_secret_and_its_file_are_not_both_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD", "open-sesame")
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD_FILE", "secret")
    with pytest.raises(Misconfigured, match="both set") as mistake:
        load()
    assert "sesame" not in str(mistake.value)


def test_a_child_is_given_values_instead_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_STORE__URL_FILE", "secret")
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD_FILE", "secret")
    given = child_environment({"PACTWIRE_STORE__URL": "sqlite:///x"})
    assert "PACTWIRE_STORE__URL_FILE" not in given
    assert given["PACTWIRE_BROKER__PASSWORD_FILE"] == "secret"


def test_addresses_and_passwords_are_masked_where_settings_are_shown(here: Path) -> None:
    (here / "pactwire.toml").write_text(
        '[store]\nurl = "postgresql+psycopg://me@db/x?password=open-sesame"\n'
        '[[ingest.feeds]]\nurl = "https://me:open-sesame@feeds.example/open-sesame?key=open-sesame"\n'
    )
    shown = json.dumps(mask_secrets(load()))
    assert "sesame" not in shown
    assert "https://feeds.example/***" in shown


def test_a_working_folder_that_may_not_be_read_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    refuse_looking(monkeypatch, "is_file")
    with pytest.raises(Misconfigured, match=re.escape(f"{here / 'pactwire.toml'}: Permission den")):
        load()


def refuse_looking(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    """Answer as a folder of mode 0700 does to another user than its own or root."""

    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, question, refuse)
