"""Where settings come from: environment and settings file, each with its `..._FILE` forms."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from pactwire.errors import Misconfigured
from pactwire.secret_files import read_secret_files
from pactwire.setting_origins import PREFIX, SettingOrigins, find_origins

CONFIG_VARIABLE = "PACTWIRE_CONFIG"
DEFAULT_CONFIG = "pactwire.toml"


class EnvironmentSource(EnvSettingsSource):
    """The environment, with `..._FILE` variables read."""

    def __call__(self) -> dict[str, Any]:
        """The values that are set."""
        return read_secret_files(super().__call__(), self.settings_cls, PREFIX)


class FileSource(TomlConfigSettingsSource):
    """The settings file, with `..._file` settings read."""

    def __call__(self) -> dict[str, Any]:
        """The values that are set."""
        return read_secret_files(super().__call__(), self.settings_cls, PREFIX)


def config_file() -> Path:
    """The settings file that counts; it need not exist unless it was named."""
    return Path(os.environ.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)


def child_environment(values: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: this process's own, with `values` over it.

    What is given as a value is not also read from a file.
    """
    own = {name: value for name, value in os.environ.items()
           if name.removesuffix("_FILE") not in values}  # fmt: skip
    return {**own, **values}


def load_origins() -> SettingOrigins:
    """Where each setting that was set comes from.

    Raises:
        Misconfigured: the file that was named is none, or can't be read.
    """
    file = config_file()
    try:
        is_there = file.is_file()
    except OSError as error:
        why = f"{error.strerror}; make its folder readable, or start in another"
        raise Misconfigured(f"{file.absolute()}: {why}") from None
    if os.environ.get(CONFIG_VARIABLE) and not is_there:
        raise Misconfigured(f"{CONFIG_VARIABLE} names {file}, which is not a file")
    return find_origins(os.environ, file)
