"""A folder of Markdown files as articles: what changed is read again, nothing is written (F133).

Only files that really lie in the folder are read: no link leads out of it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import ArticleFile, RecordArticles
from supportdesk.domain.article import read_markdown
from supportdesk.domain.charset import decoded
from supportdesk.domain.errors import DeskError, NotFound
from supportdesk.domain.roles import may
from supportdesk.records import dataclass
from supportdesk.store.read import articles, desk_lists

ENDINGS = (".md", ".markdown")
LARGEST = 1 << 20
"""Bytes of a file that may be an article."""
MOST_FILES = 10_000
BATCH = 20
"""Files a transaction (law 2)."""


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What was taken in: numbers of files read and gone, and why others were left."""

    read: int = 0
    gone: int = 0
    left: tuple[tuple[str, str], ...] = ()
    """Path and the code of what stands in the way."""


@dataclass(slots=True)
class ArticleFolder:
    """Remembers the files' times and sizes, so that looking again costs next to nothing."""

    desk: Desk
    operator: int
    folder: Path
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    _left: dict[str, str] = field(default_factory=dict)

    def bring_up_to_date(self) -> FolderReport:
        """Take in what changed since last time.

        Where this operator may not write articles, or the store is only read, what is known stays.
        Raises NotFound("article.folder_missing"); what was read from there stays then.
        """
        root = self.folder.resolve()
        if not root.is_dir():
            raise NotFound("article.folder_missing", path=str(self.folder))
        if not self._may_write():
            return FolderReport()
        now = dict(_files(root))
        changed = [path for path, stamp in now.items() if self._seen.get(path) != stamp]
        known = self.desk.ask(articles.file_digests, f"{root}{os.sep}")
        gone = [path for path in known if path not in now]
        read = self._take(changed, known)
        for part in _parts(gone):
            self.desk.act(self.operator, RecordArticles(gone=tuple(part)))
        self._seen = now
        self._left = {path: why for path, why in self._left.items() if path in now}
        return FolderReport(read, len(gone), tuple(sorted(self._left.items())))

    def _may_write(self) -> bool:
        if self.desk.read_only_because:
            return False
        people = self.desk.ask(desk_lists.operators)
        role = next((row.role for row in people if row.id == self.operator), "")
        return may(role, RecordArticles)

    def _take(self, paths: list[str], known: dict[str, str]) -> int:
        taken = 0
        for part in _parts(paths):
            files = [file for path in part if (file := self._file(path, known)) is not None]
            if files:
                self.desk.act(self.operator, RecordArticles(tuple(files)))
                taken += len(files)
        return taken

    def _file(self, path: str, known: dict[str, str]) -> ArticleFile | None:
        """A file that is not known as it is, or None; why it cannot be read is remembered."""
        self._left.pop(path, None)
        try:
            content = Path(path).read_bytes()
        except OSError:
            self._left[path] = "file.unreadable"
            return None
        if len(content) > LARGEST:
            self._left[path] = "article.too_long"
            return None
        digest = hashlib.sha256(content).hexdigest()
        if known.get(path) == digest:
            return None
        try:
            article = read_markdown(path, decoded(content))
        except DeskError as error:
            self._left[path] = error.code
            return None
        return ArticleFile(
            path,
            digest,
            article.title,
            article.body,
            article.language,
            article.tags,
            article.public,
            article.url,
        )


def _files(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Path, and time and size, of every Markdown file below; hidden folders are passed over."""
    found = 0
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for path in (Path(folder, name) for name in sorted(names)):
            stamp = _stamp(path, root)
            if stamp is not None:
                yield str(path), stamp
                found += 1
            if found >= MOST_FILES:
                return


def _stamp(path: Path, root: Path) -> tuple[int, int] | None:
    """Time and size of an article's file; None for anything else, or what leads elsewhere."""
    if path.suffix.lower() not in ENDINGS or path.name.startswith("."):
        return None
    try:
        real = path.resolve()
        if not real.is_relative_to(root) or not real.is_file():
            return None
        status = real.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _parts(paths: list[str]) -> Iterator[list[str]]:
    return (paths[start : start + BATCH] for start in range(0, len(paths), BATCH))
