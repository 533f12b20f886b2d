"""Settings that hold secrets may name a file instead, as container platforms hand secrets out."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pactwire.errors import Misconfigured
from pactwire.setting_names import is_section

SUFFIX = "_file"


def read_secret_files(
    values: dict[str, Any], model: type[BaseModel], prefix: str, path: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The values of one source, with `password_file` read into `password`, in every section.

    Args:
        values: names and values; sections are dictionaries.
        model: what they are values of.
        prefix: begins the variables of the environment, for what is said of mistakes.
        path: the sections that `values` lie in.

    Raises:
        Misconfigured: a file can't be read, is empty, or both are set.
    """
    found = dict(values)
    for name, field in model.model_fields.items():
        inner = field.annotation
        if is_secret(field) and name + SUFFIX in found:
            setting = ".".join((*path, name + SUFFIX))
            if name in found:
                raise Misconfigured(f"{setting} and {setting.removesuffix(SUFFIX)} are both set")
            variable = prefix + setting.upper().replace(".", "__")
            file = Path(str(found.pop(name + SUFFIX)))
            found[name] = read_secret_file(f"setting {setting} ({variable})", file)
        elif isinstance(found.get(name), dict) and is_section(inner):
            found[name] = read_secret_files(found[name], inner, prefix, (*path, name))
    return found


def is_secret(field: FieldInfo) -> bool:
    """Whether a setting holds a secret, and so can be read from a file."""
    return "SecretStr" in repr(field.annotation)


def read_secret_file(setting: str, file: Path) -> str:
    """The text of a file without the line end it may have.

    Raises:
        Misconfigured: it can't be read, or is empty.
    """
    try:
        secret = file.read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise Misconfigured(f"{setting}: {file}: {reason}") from None
    if not secret:
        raise Misconfigured(f"{setting}: {file} is empty")
    return secret
