"""``LocalGitArtifactWriter``: artifacts collected, written together, and kept in one snapshot."""

from __future__ import annotations

from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.paths import Paths
from moment.sync.git import contents
from moment.sync.git.contents import Content
from moment.sync.git.problems import GitProblem
from moment.sync.git.replacing import replace, writing
from moment.sync.git.snapshot import Snapshot
from moment.sync.git.snapshots import LocalGitArtifactStore
from moment.sync.git.trailers import Metadata


class LocalGitArtifactWriter:
    """Collects files of the project at ``root``; nothing is on the disk before ``commit``."""

    def __init__(self, root: Path | str = ".", author: str | None = None) -> None:
        self.store = LocalGitArtifactStore(root, author=author)
        self._collected: dict[str, bytes | None] = {}

    def write(self, path: str | Path, content: str | bytes) -> None:
        """The file at ``path`` will hold ``content``; text as UTF-8. A path outside the project is a ``GitProblem``."""
        self._collected[self._checked(path)] = content.encode() if isinstance(content, str) else content

    def remove(self, path: str | Path) -> None:
        """There will be no file at ``path``."""
        self._collected[self._checked(path)] = None

    def commit(self, message: str, metadata: Metadata | None = None) -> Snapshot:
        """Writes all that was collected, whole or not at all, and takes a snapshot with ``message`` as its subject."""
        root = self.store.root
        paths = Paths(root)
        with writing(root) as writer:
            before: dict[str, Content | None] = {}
            for path in self._collected:
                now = contents.content_at(paths, path)
                if not (now is None or isinstance(now, Content)):
                    raise GitProblem(now)
                before[path] = now
            replace(writer, before, {path: _becomes(data, before[path]) for path, data in self._collected.items()})
            written = [path for path, data in self._collected.items() if data is not None]
            gone = [path for path, data in self._collected.items() if data is None]
            made = self.store.snapshot(written, besides=gone, metadata=metadata, subject=message)
        self._collected = {}
        return made

    def _checked(self, path: str | Path) -> str:
        text = Path(path).as_posix()
        found = contents.content_at(Paths(self.store.root), text)
        if isinstance(found, Diagnostic):
            raise GitProblem(found)
        return text


def _becomes(data: bytes | None, before: Content | None) -> Content | None:
    """A file keeps its mode when its bytes change."""
    return Content(data, before.mode if before is not None else contents.REGULAR) if data is not None else None
