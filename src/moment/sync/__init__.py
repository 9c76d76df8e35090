"""Keeping a specification, its implementation and what was published upstream together.

    store = LocalGitArtifactStore(".")
    before = store.snapshot(label="before-the-change")
    comparison = store.compare(before)
    store.rollback(before)

Every name is imported from its home when it is first used; importing the package loads nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moment.sync.git.comparison import ArtifactChange, ArtifactComparison
    from moment.sync.git.problems import GitProblem
    from moment.sync.git.rollback import RollbackResult
    from moment.sync.git.snapshot import Snapshot
    from moment.sync.git.snapshots import LocalGitArtifactStore
    from moment.sync.git.writer import LocalGitArtifactWriter

_HOMES = {
    "ArtifactChange": "moment.sync.git.comparison",
    "ArtifactComparison": "moment.sync.git.comparison",
    "GitProblem": "moment.sync.git.problems",
    "LocalGitArtifactStore": "moment.sync.git.snapshots",
    "LocalGitArtifactWriter": "moment.sync.git.writer",
    "RollbackResult": "moment.sync.git.rollback",
    "Snapshot": "moment.sync.git.snapshot",
}

__all__ = [
    "ArtifactChange", "ArtifactComparison", "GitProblem", "LocalGitArtifactStore", "LocalGitArtifactWriter",
    "RollbackResult", "Snapshot",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'moment.sync' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
