"""What docs/sync.md shows of ``moment.sync``, typed into a session beside a project; and every name it was promised by."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

import moment.sync
from moment.project.production import produce_artifacts
from tests.unit.sync.projects import CODE, SHOP, session

PAGE = Path(__file__).parents[2] / "docs" / "sync.md"
EVENT = {
    "eventId": "evt-1", "eventType": "BoundedContextDefined", "version": "1.0.0", "productSource": "sift",
    "sessionId": "s", "causationEventIds": [], "correlationId": "c", "timestamp": "2026-04-02T09:30:00Z",
    "payload": {"contextName": "Billing"},
}  # fmt: skip
NAMES = [
    "ASTDiffEngine", "DetectDriftInput", "GenerateProposalsInput", "DetectConsumptionInput",
    "SyncState", "ReconciliationState", "DetectUpstreamDriftInput", "StartReconciliationInput",
    "CompleteReconciliationInput", "ImplementationFeedbackJournal", "RecordImplementationFeedbackInput",
    "PushFlowSaga", "SiftEventStreamReader", "SiftEventStreamReadResult",
    "LocalGitArtifactStore", "LocalGitArtifactWriter", "LocalGitRemoteManager", "EnvCredentialStrategy",
    "GhCliCredentialStrategy", "GitCredentialHelperStrategy", "OAuthDeviceFlowStrategy", "LayeredCredentialResolver",
    "ASTDifference", "TypeLevelChange", "DiffPoint", "DriftPoint", "DriftReport", "ImplementationChangeProposal",
    "CascadeCategory", "CascadeClassification", "ReconciliationResult", "SyncCursor", "SourceAttribution",
    "SiftEventEnvelope",
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small shop, what is generated from it, code that has moved on, and one event from upstream."""
    made = {each.path: each.text for each in produce_artifacts(session(code={}), ["typescript"]).artifacts}
    code = CODE.replace("note?: string }", "note?: string; urgent?: boolean }")
    receipt = "import { OrderPlaced } from './order.js';\n\nexport const receipt = (event: OrderPlaced) => `${event.total}`;\n"
    event = json.dumps(EVENT) + "\n"
    files = {
        "moment.toml": 'name = "shop"\n', "shop.moment": SHOP, "src/domain/order.ts": code,
        "src/domain/receipt.ts": receipt,
        ".domain/upstream.jsonl": event, **made,
    }  # fmt: skip
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_example_holds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    examples = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    found = doctest.DocTestParser().get_doctest("\n".join(examples), {}, "sync.md", str(PAGE), 0)
    said: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(found, out=said.append)
    assert ("".join(said), len(examples), results.attempted) == ("", 6, len(found.examples))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_package_is_there(name: str) -> None:
    assert getattr(moment.sync, name).__name__ == name
    assert name in moment.sync.__all__


def test_what_is_listed_is_there() -> None:
    assert [name for name in moment.sync.__all__ if not hasattr(moment.sync, name)] == []
