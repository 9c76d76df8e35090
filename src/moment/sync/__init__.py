"""Keeping a specification, its implementation and what was published upstream together.

    state = SyncState().load(".moment/sync-state.json")
    state.last_sync_timestamp, state.proposals("pending")
    state.accept("prp-3f9a01c2d4e5")

    store = LocalGitArtifactStore(".")
    before = store.snapshot(label="before-the-change")
    comparison = store.compare(before)
    store.rollback(before)

Every name is imported from its home when it is first used; importing the package loads nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moment.sync.decisions import proposal_id
    from moment.sync.feedback import ImplementationFeedbackJournal, RecordImplementationFeedbackInput
    from moment.sync.git.comparison import ArtifactChange, ArtifactComparison
    from moment.sync.git.problems import GitProblem
    from moment.sync.git.rollback import RollbackResult
    from moment.sync.git.snapshot import Snapshot
    from moment.sync.git.snapshots import LocalGitArtifactStore
    from moment.sync.git.writer import LocalGitArtifactWriter
    from moment.sync.push_flow import PushFlow
    from moment.sync.push_log import PushFlowLog
    from moment.sync.reconciliation import (
        CompleteReconciliationInput,
        DetectUpstreamDriftInput,
        ReconciliationState,
        StartReconciliationInput,
    )
    from moment.sync.state import SyncState
    from moment.sync.types import (
        ASTDifference,
        CascadeCategory,
        CascadeClassification,
        DiffPoint,
        DriftPoint,
        DriftReport,
        ImplementationChangeProposal,
        ReconciliationResult,
        SourceAttribution,
        SyncCursor,
        TypeLevelChange,
    )

_HOMES = {
    "ASTDifference": "moment.sync.types",
    "ArtifactChange": "moment.sync.git.comparison",
    "ArtifactComparison": "moment.sync.git.comparison",
    "CascadeCategory": "moment.sync.types",
    "CascadeClassification": "moment.sync.types",
    "CompleteReconciliationInput": "moment.sync.reconciliation",
    "DetectUpstreamDriftInput": "moment.sync.reconciliation",
    "DiffPoint": "moment.sync.types",
    "DriftPoint": "moment.sync.types",
    "DriftReport": "moment.sync.types",
    "GitProblem": "moment.sync.git.problems",
    "ImplementationChangeProposal": "moment.sync.types",
    "ImplementationFeedbackJournal": "moment.sync.feedback",
    "LocalGitArtifactStore": "moment.sync.git.snapshots",
    "LocalGitArtifactWriter": "moment.sync.git.writer",
    "PushFlow": "moment.sync.push_flow",
    "PushFlowLog": "moment.sync.push_log",
    "ReconciliationResult": "moment.sync.types",
    "ReconciliationState": "moment.sync.reconciliation",
    "RecordImplementationFeedbackInput": "moment.sync.feedback",
    "RollbackResult": "moment.sync.git.rollback",
    "Snapshot": "moment.sync.git.snapshot",
    "SourceAttribution": "moment.sync.types",
    "StartReconciliationInput": "moment.sync.reconciliation",
    "SyncCursor": "moment.sync.types",
    "SyncState": "moment.sync.state",
    "TypeLevelChange": "moment.sync.types",
    "proposal_id": "moment.sync.decisions",
}

__all__ = [
    "ASTDifference", "ArtifactChange", "ArtifactComparison", "CascadeCategory", "CascadeClassification",
    "CompleteReconciliationInput", "DetectUpstreamDriftInput", "DiffPoint", "DriftPoint", "DriftReport",
    "GitProblem", "ImplementationChangeProposal", "ImplementationFeedbackJournal", "LocalGitArtifactStore",
    "LocalGitArtifactWriter", "PushFlow", "PushFlowLog", "ReconciliationResult", "ReconciliationState",
    "RecordImplementationFeedbackInput", "RollbackResult", "Snapshot", "SourceAttribution",
    "StartReconciliationInput", "SyncCursor", "SyncState", "TypeLevelChange", "proposal_id",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'moment.sync' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
