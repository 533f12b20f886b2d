"""Where a setting comes from: a variable, a line of the file, or nowhere."""

from pathlib import Path

import pytest

from pactwire.errors import Misconfigured
from pactwire.setting_origins import find_origins

TEXT = """\
state = "here"  # of this machine

[log]
level = "info"

[deliver]
retry_schedule = [
  5,
  300,
]
probes = { host = "::1", port = 1 }
note = '''
[log]
'''

[[ingest.feeds]]
url = "https://a.example/"
[[ingest.feeds]]
# the second
url = "https://b.example/"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("pactwire.toml").write_text(TEXT)
    return Path("pactwire.toml")


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("state", 1), ("log.level", 4), ("deliver.retry_schedule", 7),
        ("deliver.retry_schedule.1", 7), ("deliver.probes.port", 11), ("deliver.note", 12),
        ("ingest.feeds.0.url", 17), ("ingest.feeds.1.url", 20),
    ],
)  # fmt: skip
def test_a_value_of_the_file_has_its_line(setting: str, line: int, file: Path) -> None:
    assert find_origins({}, file).find(tuple(setting.split("."))) == f"pactwire.toml:{line}"


def test_what_nobody_set_has_no_origin(file: Path) -> None:
    origins = find_origins({"OTHER": "1"}, file)
    assert origins.find(("log", "format")) is None
    assert origins.describe(("log", "format")) == "setting log.format (PACTWIRE_LOG__FORMAT)"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PACTWIRE_LOG__LEVEL": "debug"}, "PACTWIRE_LOG__LEVEL"),
        ({"pactwire_log__level": "debug"}, "pactwire_log__level"),
        ({"PACTWIRE_LOG": '{"level": "debug"}'}, "PACTWIRE_LOG"),
        ({"PACTWIRE_LOG": '{"format": "json"}'}, "pactwire.toml:4"),
        ({"PACTWIRE_LOG__LEVEL": ""}, "pactwire.toml:4"),
    ],
)
def test_a_variable_comes_before_the_file(
    variables: dict[str, str], named: str, file: Path
) -> None:
    assert find_origins(variables, file).find(("log", "level")) == named


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ("[a\n", 1), ("a = 1\n\na = 2\n", 3), ("\na = '''\nx\n", 3)],
)
def test_what_is_not_toml_has_its_line(text: str, line: int, tmp_path: Path) -> None:
    file = tmp_path / "pactwire.toml"
    file.write_text(text)
    with pytest.raises(Misconfigured, match=f"pactwire.toml:{line}: this is not TOML: "):
        find_origins({}, file)


def test_what_is_not_utf_8_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "pactwire.toml"
    file.write_bytes(b"a = 1\nb = '\xff'\n")
    with pytest.raises(Misconfigured, match=r"pactwire.toml:2: this is not UTF-8"):
        find_origins({}, file)


def test_what_a_file_holds_is_set_by_the_variable_that_names_it(file: Path) -> None:
    origins = find_origins({"PACTWIRE_BROKER__PASSWORD_FILE": "/run/secret"}, file)
    assert origins.find(("broker", "password")) == "PACTWIRE_BROKER__PASSWORD_FILE"
