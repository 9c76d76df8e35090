"""A project in memory with its log: both sides are changed, compared, brought together and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.session import Session
from moment.project.store import Store
from moment.sync.accepting import Acceptance, accept, prepared
from moment.sync.comparing import Look, look
from moment.sync.plans import Side
from moment.sync.proposals import Proposed, proposals
from moment.sync.proposing import propose
from moment.sync.state import SyncState
from tests.storage import MemoryStorage
from tests.unit.sync.stores import ROOT, Clock, opened


class Together:
    """Its files are by path below the project; whoever changes them says so with ``write``."""

    def __init__(self, files: Mapping[str, str]) -> None:
        texts = {"moment.toml": 'name = "shop"\n', **files}
        self.disk = MemoryStorage({f"{ROOT}/{path}": text.encode() for path, text in texts.items()})
        self.store: Store = opened(self.disk, clock=Clock())
        self.state = SyncState(self.store)

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            place = Path(ROOT, path)
            self.disk.make_folder(place.parent)
            self.disk.write(place, text.encode())

    def text(self, path: str) -> str:
        return self.disk.read(Path(ROOT, path)).decode()

    def texts(self) -> dict[str, str]:
        """Everything but the log."""
        return {path: self.text(path) for path in self._below(ROOT) if not path.startswith(".moment")}

    def _below(self, folder: Path) -> list[str]:
        found: list[str] = []
        for each in self.disk.entries(folder):
            place = folder / each.name
            found += self._below(place) if self.disk.kind(place) == "folder" else [place.relative_to(ROOT).as_posix()]
        return sorted(found)

    def look(self) -> Look:
        project = discover([], cwd=ROOT, files=self.disk)
        return look(Session(project, files=self.disk), state=self.state)

    def agree(self) -> None:
        """Records what is open and remembers what is equal."""
        answer = propose(self.look())
        assert not isinstance(answer, Diagnostic), answer

    def told(self) -> list[str]:
        """Every point: ``spec-ahead 3 Remove OrderPlaced.total``."""
        return [
            f"{each.point.direction} {each.point.category} {each.difference.point.edit.label}"
            for each in self.look().judged
        ]

    def proposed(self) -> tuple[Proposed, ...]:
        found = self.look()
        return proposals(found.analysis, found.judged)

    def prepared(self, *names: str, side: Side | None = None) -> Acceptance | Diagnostic:
        """All but the soft steps when no id is given."""
        found = self.look()
        every = tuple(each.proposal.proposal_id for each in proposals(found.analysis, found.judged) if not each.is_soft)
        return prepared(found, names or every, side=side)

    def accept(self, *names: str, side: Side | None = None) -> None:
        """All but the soft steps when no id is given; a refusal fails the test."""
        made = self.prepared(*names, side=side)
        assert isinstance(made, Acceptance), (made.message, made.hint)
        answer = accept(self.look(), made)
        assert not isinstance(answer, Diagnostic), answer

    def undo(self) -> None:
        answer = self.state.undo()
        assert not isinstance(answer, Diagnostic), answer
