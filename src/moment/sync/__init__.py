"""Keeping a specification, its implementation and what was published upstream together.

    drift = ASTDiffEngine().detect_drift(spec_path="shop.moment", implementation_dir="src")
    drift.points, drift.unread, drift.diagnostics

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
    from moment.project.stream import SiftEventEnvelope
    from moment.sync.credentials.answers import Credentials, CredentialsNotFound, CredentialStrategy
    from moment.sync.credentials.device_flow import OAuthDeviceFlowStrategy
    from moment.sync.credentials.environment import EnvCredentialStrategy
    from moment.sync.credentials.gh import GhCliCredentialStrategy
    from moment.sync.credentials.git_helper import GitCredentialHelperStrategy
    from moment.sync.credentials.resolver import LayeredCredentialResolver
    from moment.sync.credentials.secret import Secret
    from moment.sync.decisions import proposal_id
    from moment.sync.engine import ASTDiffEngine
    from moment.sync.feedback import ImplementationFeedbackJournal, RecordImplementationFeedbackInput
    from moment.sync.git.comparison import ArtifactChange, ArtifactComparison
    from moment.sync.git.problems import GitProblem, NameProblem
    from moment.sync.git.remotes import FetchResult, LocalGitRemoteManager, PullResult
    from moment.sync.git.rollback import RollbackResult
    from moment.sync.git.sharing import PushResult
    from moment.sync.git.snapshot import Snapshot
    from moment.sync.git.snapshots import LocalGitArtifactStore
    from moment.sync.git.writer import LocalGitArtifactWriter
    from moment.sync.inputs import DetectConsumptionInput, DetectDriftInput, DiffInput, GenerateProposalsInput
    from moment.sync.push_decisions import Answer
    from moment.sync.push_flow import PushFlow
    from moment.sync.push_log import PushFlowLog
    from moment.sync.push_saga import PushFlowInput, PushFlowSaga
    from moment.sync.reconciliation import (
        CompleteReconciliationInput,
        DetectUpstreamDriftInput,
        ReconciliationState,
        StartReconciliationInput,
    )
    from moment.sync.state import SyncState
    from moment.sync.types import (
        ASTDiff,
        ASTDifference,
        CascadeCategory,
        CascadeClassification,
        Consumption,
        ConsumptionReport,
        DiffPoint,
        DriftPoint,
        DriftReport,
        ImplementationChangeProposal,
        ReconciliationResult,
        SourceAttribution,
        SyncCursor,
        TypeLevelChange,
        UnresolvedImport,
    )
    from moment.sync.upstream import SiftEventStreamReader, SiftEventStreamReadResult

_HOMES = {
    "SiftEventEnvelope": "moment.project.stream",
    "SiftEventStreamReader": "moment.sync.upstream",
    "SiftEventStreamReadResult": "moment.sync.upstream",
    "ASTDifference": "moment.sync.types",
    "Answer": "moment.sync.push_decisions",
    "ArtifactChange": "moment.sync.git.comparison",
    "ArtifactComparison": "moment.sync.git.comparison",
    "CascadeCategory": "moment.sync.types",
    "CascadeClassification": "moment.sync.types",
    "CompleteReconciliationInput": "moment.sync.reconciliation",
    "CredentialStrategy": "moment.sync.credentials.answers",
    "Credentials": "moment.sync.credentials.answers",
    "CredentialsNotFound": "moment.sync.credentials.answers",
    "DetectUpstreamDriftInput": "moment.sync.reconciliation",
    "DiffPoint": "moment.sync.types",
    "DriftPoint": "moment.sync.types",
    "DriftReport": "moment.sync.types",
    "EnvCredentialStrategy": "moment.sync.credentials.environment",
    "FetchResult": "moment.sync.git.remotes",
    "GhCliCredentialStrategy": "moment.sync.credentials.gh",
    "GitCredentialHelperStrategy": "moment.sync.credentials.git_helper",
    "GitProblem": "moment.sync.git.problems",
    "ImplementationChangeProposal": "moment.sync.types",
    "ImplementationFeedbackJournal": "moment.sync.feedback",
    "LayeredCredentialResolver": "moment.sync.credentials.resolver",
    "LocalGitArtifactStore": "moment.sync.git.snapshots",
    "LocalGitArtifactWriter": "moment.sync.git.writer",
    "LocalGitRemoteManager": "moment.sync.git.remotes",
    "NameProblem": "moment.sync.git.problems",
    "OAuthDeviceFlowStrategy": "moment.sync.credentials.device_flow",
    "PullResult": "moment.sync.git.remotes",
    "PushFlow": "moment.sync.push_flow",
    "PushFlowInput": "moment.sync.push_saga",
    "PushFlowLog": "moment.sync.push_log",
    "PushFlowSaga": "moment.sync.push_saga",
    "PushResult": "moment.sync.git.sharing",
    "ReconciliationResult": "moment.sync.types",
    "ReconciliationState": "moment.sync.reconciliation",
    "RecordImplementationFeedbackInput": "moment.sync.feedback",
    "RollbackResult": "moment.sync.git.rollback",
    "Secret": "moment.sync.credentials.secret",
    "Snapshot": "moment.sync.git.snapshot",
    "SourceAttribution": "moment.sync.types",
    "StartReconciliationInput": "moment.sync.reconciliation",
    "SyncCursor": "moment.sync.types",
    "SyncState": "moment.sync.state",
    "TypeLevelChange": "moment.sync.types",
    "ASTDiffEngine": "moment.sync.engine",
    "DiffInput": "moment.sync.inputs",
    "DetectDriftInput": "moment.sync.inputs",
    "GenerateProposalsInput": "moment.sync.inputs",
    "DetectConsumptionInput": "moment.sync.inputs",
    "ASTDiff": "moment.sync.types",
    "Consumption": "moment.sync.types",
    "ConsumptionReport": "moment.sync.types",
    "UnresolvedImport": "moment.sync.types",
    "proposal_id": "moment.sync.decisions",
}

__all__ = [
    "SiftEventEnvelope", "SiftEventStreamReadResult", "SiftEventStreamReader",
    "ASTDifference", "Answer", "ArtifactChange", "ArtifactComparison", "CascadeCategory", "CascadeClassification",
    "CompleteReconciliationInput", "CredentialStrategy", "Credentials", "CredentialsNotFound",
    "DetectUpstreamDriftInput", "DiffPoint", "DriftPoint", "DriftReport", "EnvCredentialStrategy", "FetchResult",
    "GhCliCredentialStrategy", "GitCredentialHelperStrategy", "GitProblem", "ImplementationChangeProposal",
    "ImplementationFeedbackJournal", "LayeredCredentialResolver", "LocalGitArtifactStore", "LocalGitArtifactWriter",
    "LocalGitRemoteManager", "NameProblem", "OAuthDeviceFlowStrategy", "PullResult", "PushFlow", "PushFlowInput",
    "PushFlowLog", "PushFlowSaga", "PushResult", "ReconciliationResult", "ReconciliationState", "RecordImplementationFeedbackInput",
    "RollbackResult", "Secret", "Snapshot", "SourceAttribution", "StartReconciliationInput", "SyncCursor",
    "SyncState", "TypeLevelChange", "proposal_id",
    "ASTDiff", "ASTDiffEngine", "Consumption", "ConsumptionReport", "DetectConsumptionInput", "DetectDriftInput",
    "DiffInput", "GenerateProposalsInput", "UnresolvedImport",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'moment.sync' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
