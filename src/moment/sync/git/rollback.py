"""Files made what they were in a snapshot, and the refusal when somebody's text would be gone for good."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moment.diagnostics.model import Diagnostic
from moment.generate import ledger as ledgers
from moment.generate.header import digest, header_of
from moment.project.git_rules import ROLLBACK_WOULD_LOSE, SNAPSHOT_UNKNOWN
from moment.project.paths import Paths
from moment.sync.git import chain, contents
from moment.sync.git.contents import Content
from moment.sync.git.problems import GitProblem
from moment.sync.git.replacing import replace, writing
from moment.sync.git.snapshot import Snapshot
from moment.text.nearest import nearest
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import Commit

    from moment.sync.git.home import Home
    from moment.sync.git.snapshots import LocalGitArtifactStore


@dataclass(frozen=True, slots=True)
class RollbackResult:
    """What a rollback did: paths that were written and removed, and the snapshot of what they were before.

    When it was refused nothing was written, ``before`` is ``None``, and ``diagnostics`` say which files and why.
    """

    snapshot: Snapshot
    before: Snapshot | None
    written: tuple[str, ...]
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.before is not None


def rolled_back(
    store: LocalGitArtifactStore, name: Snapshot | str, paths: tuple[str, ...] | None, *, force: bool
) -> RollbackResult:
    """The rollback of ``LocalGitArtifactStore.rollback``."""
    target = store.find(name)
    with writing(store.root) as writer:
        with store.opened(target) as (home, commit):
            wanted = _wanted(home, commit)
            ours = contents.paths_of(store.root)
            known = {*wanted, *ours, *_last(home)}
            present = contents.read_present(store.root, known)
            _refuse_unknown(target, paths or (), {*present, *wanted})
            changes = _changes(_among(present, paths), _among(wanted, paths), ours)
            lost = [] if force else _lost(store, home, {path: present[path] for path in changes if path in present})
        if lost:
            return RollbackResult(target, None, (), (), tuple(lost))
        before = store.snapshot(present, besides=known, metadata={"kind": "pre-rollback"})
        replace(writer, {path: present.get(path) for path in changes}, changes)
    written = tuple(path for path in sorted(changes) if changes[path] is not None)
    removed = tuple(path for path in sorted(changes) if changes[path] is None)
    return RollbackResult(target, before, written, removed)


def _wanted(home: Home, commit: Commit) -> dict[str, Content]:
    """The files of the snapshot but the records, with modes as a disk has them."""
    store = home.repository.object_store
    kept = chain.tree_of(home.repository, commit.tree, home.prefix)
    return {path: Content(store[each.blob].as_raw_string(), each.mode) for path, each in kept.items()}


def _last(home: Home) -> set[str]:
    end = chain.head(home.repository)
    if end is None:
        return set()
    return set(chain.tree_of(home.repository, chain.commit_of(home.repository, end).tree, home.prefix))


def _among(files: Mapping[str, Content], paths: tuple[str, ...] | None) -> Mapping[str, Content]:
    """Those of ``files`` that are one of ``paths`` or lie in one; all without ``paths``."""
    if paths is None:
        return files
    starts = tuple(f"{path.rstrip('/')}/" for path in paths)
    return {path: each for path, each in files.items() if path in paths or path.startswith(starts)}


def _refuse_unknown(target: Snapshot, paths: tuple[str, ...], known: set[str]) -> None:
    """MOM861 for each path that is neither in the snapshot nor here, as a word misspelled is."""
    files = dict.fromkeys(known, Content(b"", contents.REGULAR))
    problems = []
    for path in paths:
        if not _among(files, (path,)):
            guess = nearest(path, sorted(known))
            hint = f"Did you mean `{guess}`?" if guess else "`moment sync compare` shows which files it has."
            problem = f"snapshot `{target.name}` has no file `{path}`"
            problems.append(SNAPSHOT_UNKNOWN.at(Place(path, 0, 0), hint=hint, problem=problem))
    if problems:
        raise GitProblem(*problems)


def _changes(
    present: Mapping[str, Content], wanted: Mapping[str, Content], ours: Container[str]
) -> dict[str, Content | None]:
    """Path to what it becomes, for each that differs. A record is never taken away.

    Code that came along later, and that the snapshot therefore says nothing about, stays as it is.
    """
    found: dict[str, Content | None] = {}
    for path in sorted({*present, *wanted}):
        is_known = path in wanted or path in ours
        if is_known and present.get(path) != wanted.get(path) and not path.startswith(f"{contents.LOG}/"):
            found[path] = wanted.get(path)
    return found


def _lost(store: LocalGitArtifactStore, home: Home, files: Mapping[str, Content]) -> list[Diagnostic]:
    """MOM862 for each of ``files`` whose bytes no snapshot holds and that we did not write."""
    hashes = _ledger_hashes(store)
    unknown = {path: chain.blob_id(each.data) for path, each in files.items() if not _is_ours(path, each, hashes)}
    repository = home.repository
    wanted = set(unknown.values())
    for _, blob in chain.ever_kept(repository, chain.head(repository), *chain.labels(repository).values()):
        if not wanted:
            break
        wanted.discard(blob)
    hint = "Take a snapshot of it with `moment sync snapshot`, or let it go with `--force`."
    return [
        ROLLBACK_WOULD_LOSE.at(Place(path, 0, 0), hint=hint, path=path, problem="has a text that no snapshot holds")
        for path, blob in unknown.items()
        if blob in wanted
    ]


def _ledger_hashes(store: LocalGitArtifactStore) -> Mapping[str, set[str]]:
    content = contents.content_at(Paths(store.root), ledgers.PATH)
    text = content.data.decode("utf-8", errors="replace") if isinstance(content, Content) else ""
    ledger = ledgers.read_ledger(text)
    if isinstance(ledger, str):
        return {}
    found = {path: {record.sha256} for path, record in ledger.files.items()}
    for path, pending in ledger.pending.items():
        found.setdefault(path, set()).add(pending)
    return found


def _is_ours(path: str, content: Content, hashes: Mapping[str, set[str]]) -> bool:
    """Whether the text is as we wrote it: by the ledger, or by its own header. The ledger itself is always ours."""
    if path == ledgers.PATH:
        return True
    text = content.data.decode("utf-8", errors="surrogateescape").replace("\r\n", "\n")
    header = header_of(text)
    return digest(text) in hashes.get(path, ()) or (header is not None and header.verifies)
