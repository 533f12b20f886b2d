"""A folder of watch files, kept in step with the store; a wrong file leaves things as they were."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pactwire import logs
from pactwire.domain.watches import Directory, Mistake, parse_watches
from pactwire.edges.store import Store, Transaction, stored_watches, writing
from pactwire.errors import Misconfigured
from pactwire_schemas import Watch

log = logs.get(__name__)

SUFFIXES = (".yaml", ".yml", ".json")
LARGEST = 1024 * 1024
"""Bytes of a watch file."""

Stamp = tuple[int, int]
"""Modification time in nanoseconds, and size."""


@dataclass
class Folder:
    """The watch files of one folder; every worker must be given the same one."""

    path: Path
    store: Store
    directory: Directory
    now: Callable[[], datetime]
    _stamps: dict[str, Stamp] = field(default_factory=dict)
    _good: dict[str, tuple[Watch, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """The first mistake of each file whose present text is not in force."""

    def load(self) -> None:
        """Take all files in.

        Raises:
            Misconfigured: the folder isn't there, or a file has mistakes, which are told.
            Retryable: the store is away.
        """
        if not self.path.is_dir():
            raise Misconfigured(f"alert.watches names {self.path}, which is not a folder")
        mistakes = self._read()
        if mistakes:
            raise Misconfigured("\n".join(["a watch file has mistakes:", *map(str, mistakes)]))
        self._keep()

    def follow(self) -> None:
        """Take in what changed; a file with mistakes is logged and its last good state stays.

        Raises:
            Retryable: the store is away.
        """
        if self._present() == self._stamps:
            return
        for mistake in self._read():
            log.error("watch.file_refused", why=str(mistake))
        self._keep()

    def _present(self) -> dict[str, Stamp]:
        found: dict[str, Stamp] = {}
        try:
            for path in sorted(self.path.iterdir()):
                if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file():
                    stat = path.stat()
                    found[path.name] = (stat.st_mtime_ns, stat.st_size)
        except OSError as error:
            log.warning("watch.folder_unreadable", why=str(error))
            return self._stamps
        return found

    def _read(self) -> list[Mistake]:
        """Parse what is new or changed, forget what is gone; the mistakes."""
        present = self._present()
        for name in self._good.keys() - present.keys():
            del self._good[name]
        self.refused = {name: why for name, why in self.refused.items() if name in present}
        mistakes: list[Mistake] = []
        for name in [name for name, stamp in present.items() if self._stamps.get(name) != stamp]:
            wrong = self._read_file(name)
            self.refused.pop(name, None)
            if wrong:
                self.refused[name] = str(wrong[0])
            mistakes += wrong
        self._stamps = present
        return mistakes

    def _read_file(self, name: str) -> tuple[Mistake, ...]:
        taken = {
            watch.id: other
            for other, watches in self._good.items()
            if other != name
            for watch in watches
        }
        try:
            text = read_text(self.path / name)
        except Misconfigured as wrong:
            return (Mistake(name, 1, "", str(wrong)),)
        parsed = parse_watches(text, name, self.directory, taken)
        if not parsed.mistakes:
            self._good[name] = parsed.watches
        return parsed.mistakes

    def _keep(self) -> None:
        """Bring the store in step: files' watches in, those of files that are gone out."""
        with writing(self.store) as tx:
            origins = {kept.watch.id: kept.origin for kept in stored_watches.kept(tx)}
            named = {watch.id for watches in self._good.values() for watch in watches}
            gone = [
                watch_id
                for watch_id, origin in origins.items()
                if origin != stored_watches.COMMAND and watch_id not in named
            ]
            stored_watches.drop(tx, gone)
            for name, watches in self._good.items():
                for watch in watches:
                    self._put(tx, watch, name, origins.get(watch.id))

    def _put(self, tx: Transaction, watch: Watch, name: str, origin: str | None) -> None:
        if origin == stored_watches.COMMAND:
            log.error(
                "watch.file_refused", why=f"{name}: {watch.id} was added by command; remove it"
            )
            return
        stored_watches.put(tx, watch, name, self.now())


def read_text(path: Path) -> str:
    """A watch file's text.

    Raises:
        Misconfigured: it can't be read, is too large, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise Misconfigured(f"{path.name} is larger than a watch file may be (1 MiB)")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path.name} is not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from None
