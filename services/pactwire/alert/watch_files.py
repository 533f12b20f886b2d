"""Synchronises a folder of watch files with the store; an invalid file changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pactwire import logs
from pactwire.domain.access import find_owner
from pactwire.domain.watches import NameResolver, ValidationIssue, parse_watches
from pactwire.edges.store import Store, Transaction, stored_watches, write_transaction
from pactwire.edges.store.audits import BY_FILE, AuditEntry, write_audit
from pactwire.errors import Misconfigured
from pactwire_schemas import Watch

log = logs.get_logger(__name__)

SUFFIXES = (".yaml", ".yml", ".json")
MAX_FILE_BYTES = 1024 * 1024
"""Bytes of a watch file."""

FileStamp = tuple[int, int]
"""Modification time in nanoseconds, and size."""


@dataclass
class WatchFolder:
    """The watch files of one folder; every worker must be given the same folder."""

    path: Path
    store: Store
    resolver: NameResolver
    now: Callable[[], datetime]
    _stamps: dict[str, FileStamp] = field(default_factory=dict)
    _accepted: dict[str, tuple[Watch, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """The first mistake of each file whose present text is not in force."""

    def load(self) -> None:
        """Read all files and store their watches.

        Raises:
            Misconfigured: the folder isn't there, or a file has mistakes, which the message lists.
            Retryable: the store is away.
        """
        if not self.path.is_dir():
            raise Misconfigured(f"alert.watches names {self.path}, which is not a folder")
        mistakes = self._parse_changed()
        if mistakes:
            raise Misconfigured("\n".join(["a watch file has mistakes:", *map(str, mistakes)]))
        self._sync_store()

    def follow(self) -> None:
        """Apply changed files; a file with mistakes is logged and its last valid version stays.

        Raises:
            Retryable: the store is away.
        """
        if self._list_files() == self._stamps:
            return
        for mistake in self._parse_changed():
            log.error("watch.file_refused", why=str(mistake))
        self._sync_store()

    def _list_files(self) -> dict[str, FileStamp]:
        found: dict[str, FileStamp] = {}
        try:
            for path in list_watch_files(self.path):
                stat = path.stat()
                found[path.name] = (stat.st_mtime_ns, stat.st_size)
        except OSError as error:
            log.warning("watch.folder_unreadable", why=str(error))
            return self._stamps
        return found

    def _parse_changed(self) -> list[ValidationIssue]:
        """Parse new and changed files, forget removed ones; returns the mistakes."""
        present = self._list_files()
        for name in self._accepted.keys() - present.keys():
            del self._accepted[name]
        self.refused = {name: why for name, why in self.refused.items() if name in present}
        mistakes: list[ValidationIssue] = []
        for name in [name for name, stamp in present.items() if self._stamps.get(name) != stamp]:
            wrong = self._parse_file(name)
            self.refused.pop(name, None)
            if wrong:
                self.refused[name] = str(wrong[0])
            mistakes += wrong
        self._stamps = present
        return mistakes

    def _parse_file(self, name: str) -> tuple[ValidationIssue, ...]:
        taken = {
            watch.id: other
            for other, watches in self._accepted.items()
            if other != name
            for watch in watches
        }
        try:
            text = read_watch_file(self.path / name)
        except Misconfigured as wrong:
            return (ValidationIssue(name, 1, "", str(wrong)),)
        parsed = parse_watches(text, name, self.resolver, taken)
        if not parsed.issues:
            self._accepted[name] = parsed.watches
        return parsed.issues

    def _sync_store(self) -> None:
        """Store the watches of all files, and drop those whose file is gone."""
        with write_transaction(self.store) as tx:
            stored_watches.lock_watches(tx)
            kept = {one.watch.id: one.origin for one in stored_watches.list_watches(tx)}
            named = {watch.id for watches in self._accepted.values() for watch in watches}
            gone = [one for one, origin in kept.items() if is_file(origin) and one not in named]
            stored_watches.delete_watches(tx, gone)
            for one in gone:
                self._log_change(tx, kept[one], "watch.deleted", one)
            origins = stored_watches.list_origins(tx)
            for name, watches in self._accepted.items():
                for watch in watches:
                    keeper = find_other_keeper(watch.id, kept, origins)
                    self._store_watch(tx, watch, name, keeper)

    def _store_watch(self, tx: Transaction, watch: Watch, name: str, keeper: str | None) -> None:
        if keeper:
            log.error("watch.file_refused", why=f"{name}: {watch.id} {keeper}")
        elif revision := stored_watches.save_watch(tx, watch, name, self.now()):
            self._log_change(tx, name, "watch.saved", f"{watch.id} revision {revision}")

    def _log_change(self, tx: Transaction, name: str, action: str, subject: str) -> None:
        write_audit(tx, AuditEntry(self.now(), name, BY_FILE, action, subject))


def is_file(origin: str) -> bool:
    """Whether a watch comes from a watch file."""
    return origin != stored_watches.COMMAND_ORIGIN and find_owner(origin) is None


def find_other_keeper(
    watch_id: str, kept: Mapping[str, str], origins: Mapping[str, str]
) -> str | None:
    """Why a file can't keep a watch of this id; None when it can."""
    if owner := find_owner(origins.get(watch_id, "")):
        return f"is {owner}'s, over the API; choose another id"
    if kept.get(watch_id) == stored_watches.COMMAND_ORIGIN:
        return "was added by command; remove it"
    return None


def list_watch_files(folder: Path) -> list[Path]:
    """The watch files of a folder, in order of their names; hidden ones are left out.

    Raises:
        OSError: the folder can't be read.
    """
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file()
    ]


def read_watch_file(path: Path) -> str:
    """A watch file's text.

    Raises:
        Misconfigured: it can't be read, is too large, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_FILE_BYTES:
            raise Misconfigured(f"{path.name} is larger than a watch file may be (1 MiB)")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path.name} is not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from None
