"""NOTICE lists the licence of everything that runs with pactwire, and follows from the lock."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PERMISSIVE = re.compile(
    r"(Apache-2\.0|MIT-0|MIT|BSD-[23]-Clause|0BSD|ISC|PSF-2\.0|Zlib|CC0-1\.0|"
    r"BSD-derived \(Repoze\))"
)


@pytest.fixture(scope="module")
def notice() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_notice", ROOT / "docs" / "notice.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_notice_is_in_step_with_the_lock(notice: ModuleType, tmp_path: Path) -> None:
    fresh = notice.write_notice(tmp_path)
    assert (ROOT / "NOTICE").read_text() == fresh.read_text(), "run `make docs`"


def test_every_locked_package_is_listed_with_a_licence_whose_duties_are_explained(
    notice: ModuleType,
) -> None:
    text = (ROOT / "NOTICE").read_text()
    for name, version in notice.read_lock(notice.LOCK.read_text()):
        row = re.search(rf"^{re.escape(name)} {re.escape(version)} +(\S.*)$", text, re.M)
        assert row, name
        explained = re.sub(r"\b(LGPL|MPL)-[\d.]+(-only|-or-later)?", "", PERMISSIVE.sub("", row[1]))
        rest = re.sub(r"AND|OR|[() ]", "", explained)
        assert not rest, f"{name}: say in docs/notice.py what {rest} asks for"
    for family in ("LGPL", "MPL"):
        _, found, part = text.partition(f"a licence of the {family} family\n")
        assert found
        names = set(re.split(r",\s+", part.split("\n", 1)[1].partition(".\n")[0]))
        assert names == {
            one for one in re.findall(r"^(\S+) \S+ +\S*.*$", text, re.M)
            if re.search(rf"^{re.escape(one)} \S+ +.*\b{family}-", text, re.M)
        }  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "words", "classifiers", "licence"),
    [
        ("mit", "Apache 2.0", [], "MIT"),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", None, [], "MPL-2.0 AND (Apache-2.0 OR MIT)"),
        (None, "Apache License, Version 2.0", ["License :: OSI Approved"], "Apache-2.0"),
        (None, "Copyright (c) someone", ["License :: OSI Approved :: BSD License"], "BSD-3-Clause"),
        (None, "A\nlong\ntext", ["License :: OSI Approved :: MIT License"], "MIT"),
        (
            None,
            None,
            ["License :: OSI Approved :: MIT License", "License :: OSI Approved :: ISC License"],
            "ISC OR MIT",
        ),
        (None, "words of its own", [], "words of its own"),
        (None, None, ["Topic :: Utilities"], ""),
    ],
)
def test_a_licence_is_told_from_what_the_metadata_says(
    notice: ModuleType,
    expression: str | None,
    words: str | None,
    classifiers: list[str],
    licence: str,
) -> None:
    assert notice.find_licence(expression, words, classifiers) == licence


def test_a_version_that_is_not_installed_is_an_error(notice: ModuleType) -> None:
    with pytest.raises(SystemExit, match="make install"):
        notice.describe_package("packaging", "0.1")
    with pytest.raises(SystemExit, match="make install"):
        notice.describe_package("no-such-package-here", "1")


def test_the_notice_goes_with_wheel_and_image() -> None:
    assert 'license-files = ["LICENSE", "NOTICE"]' in (ROOT / "pyproject.toml").read_text()
    assert re.search(r"^COPY .*\bNOTICE\b", (ROOT / "deploy" / "Dockerfile").read_text(), re.M)
    assert "!NOTICE" in (ROOT / ".dockerignore").read_text()
