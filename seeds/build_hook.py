"""Compiles the reference data when the distribution is built or installed in place."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileReferenceData(BuildHookInterface[Any]):
    """Leaves `seeds/pactwire_seeds/reference.bin` in the tree before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a source distribution carries the sources instead."""
        if self.target_name == "sdist":
            return
        del version
        target = _compiler(Path(self.root)).compile_all()
        build_data["artifacts"].append(str(target.relative_to(self.root)))


def _compiler(root: Path) -> ModuleType:
    path = root / "seeds" / "compile.py"
    spec = importlib.util.spec_from_file_location("pactwire_seeds_compile", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
