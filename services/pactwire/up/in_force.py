"""The settings that the services of a running system were given, each with where it was set."""

from collections.abc import Mapping
from typing import Any

from pactwire.edges.local.runfile import SettingInForce
from pactwire.setting_origins import split_variable
from pactwire.setting_sources import load_origins
from pactwire.setting_values import flatten, mask_secrets, nest
from pactwire.settings import load

CHOSEN_BY_UP = "pactwire up"
KEYED = ("ingest.feeds",)
"""Settings whose values may hold keys without being marked as secrets."""


def list_settings_in_force(
    environment: Mapping[str, str],
) -> dict[str, SettingInForce]:
    """All settings of services with that environment, without secrets.

    What differs from the settings of `up` itself was chosen by it or by its options.
    """
    given = {split_variable(name): value for name, value in environment.items()}
    own, origins = dict(flatten(mask_secrets(load()))), load_origins()
    in_force: dict[str, SettingInForce] = {}
    for name, value in flatten(mask_secrets(load(**nest(given)))):
        path = tuple(name.split("."))
        chosen = CHOSEN_BY_UP if path in given else "default"
        origin = (origins.find(path) or chosen) if own[name] == value else CHOSEN_BY_UP
        if name not in KEYED and not is_masked(value):
            in_force[name] = SettingInForce(value=value, origin=origin)
    return in_force


def is_masked(value: Any) -> bool:
    """Whether a value is or holds a secret."""
    return isinstance(value, str) and "***" in value
