"""The plans of one acceptance, each made in the texts that those before it have left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moment.drift.patch.unmodelled import Kind
from moment.drift.shape import Language
from moment.project.overlay import Overlaid
from moment.project.session import Session
from moment.project.transaction import Change
from moment.sync.analysis import Analysis, analyse
from moment.sync.expected import expected
from moment.sync.plans import Plan, Side, plan, softened, towards, winner
from moment.sync.proposals import Proposed, proposals
from moment.sync.renaming_edits import is_rename
from moment.sync.report import judged

GOING = 4
"""The rank of types that go: what uses them has let go of them before."""


class Batch:
    """``texts`` are the whole new files by path so far."""

    def __init__(self, analysis: Analysis, bases: Mapping[str, Any], kind: Kind | None) -> None:
        self.analysis = analysis
        self.before = analysis.session
        self.bases = bases
        self.kind = kind
        self.texts: dict[str, str] = {}
        self._generates: set[Language] = set()
        self._renamed: set[tuple[str, str | None]] = set()

    def make(self, wanted: Mapping[str, tuple[Proposed, Side | None]]) -> dict[str, str]:
        """Makes all of ``wanted``, which are named by their ids; why each of those that are left cannot be made.

        What is refused at first may be made when others are: a field whose type is declared by another proposal, a name
        that another one gives up.
        """
        going = {name for name, each in wanted.items() if rank(*each)[0] == GOING}
        staying = {name: each for name, each in wanted.items() if name not in going}
        refused = self._make(staying)
        if not going:
            return refused
        if staying and not self._look_again():
            return refused | self._make({name: wanted[name] for name in going})
        return refused | self._make(self._again({name: wanted[name] for name in going}))

    def _make(self, wanted: Mapping[str, tuple[Proposed, Side | None]]) -> dict[str, str]:
        waiting = dict(sorted(wanted.items(), key=lambda item: rank(*item[1])))
        while True:
            refused = {name: reason for name, each in waiting.items() if (reason := self._take(*each))}
            if not refused or len(refused) == len(waiting) or not self._look_again():
                return refused
            waiting = self._again({name: waiting[name] for name in refused})

    def _again(self, wanted: Mapping[str, tuple[Proposed, Side | None]]) -> dict[str, tuple[Proposed, Side | None]]:
        """Those of ``wanted`` that are still to be made, as they stand now."""
        found = {each.proposal.proposal_id: each for each in proposals(self.analysis, judged(self.analysis, {}))}
        return {name: (found[name], side) for name, (_, side) in wanted.items() if name in found}

    def _take(self, proposed: Proposed, side: Side | None) -> str:
        """Why ``proposed`` cannot be made; empty when it is."""
        difference = proposed.difference
        if proposed.is_soft:
            found = softened(self.analysis, difference, texts=self.texts)
            made = found if found is not None else Plan(refused="the step before it is made, or cannot be")
        else:
            if is_rename(difference) and (difference.element.id, difference.point.implementation) in self._renamed:
                return ""  # the other language has had the new name made already
            wins = side or winner(difference)
            made = plan(self.analysis, difference, wins, texts=self.texts, kind=self.kind)
        if made.refused:
            return made.refused
        self.texts.update(made.texts)
        if is_rename(difference):
            self._renamed.add((difference.element.id, difference.point.implementation))
        if made.generates is not None:
            self._generates.add(made.generates)
        return ""

    def _look_again(self) -> bool:
        """Compares what there is now; false when the specification has errors halfway."""
        session = self.session()
        if session.held_back:
            return False
        self.analysis = analyse(session, self.bases)
        return True

    def generate(self) -> None:
        """What generators write comes from the specification as it will be."""
        languages = tuple(sorted(self._generates))
        if languages:
            session = self.session()
            if not session.held_back:
                self.texts.update(_generated(session, languages))

    def session(self) -> Session:
        """The project with the new texts."""
        project, files = self.before.project, self.before.files
        changes: dict[Path, bytes | None] = {Path(project.root, each.path): each.after for each in self.changes()}
        return Session(project, files=Overlaid(files, changes))

    def changes(self) -> Iterator[Change]:
        """Files as they are and as they will be; a specification keeps its line ends and its mark."""
        for path in sorted(self.texts):
            before = _bytes(self.before, path)
            text = self.texts[path]
            if path in self.before.parsed and before is not None:
                if b"\r\n" in before:
                    text = text.replace("\n", "\r\n")
                if before.startswith(b"\xef\xbb\xbf"):
                    text = f"\ufeff{text}"
            after = text.encode()
            if after != before:
                yield Change(path, before, after)


def rank(proposed: Proposed, side: Side | None) -> tuple[int, int]:
    """New types before what uses them; new names after all else, which speaks of the old ones, and the going last.

    What an aggregate owns is renamed before it.
    """
    if is_rename(proposed.difference):
        return 3, -proposed.difference.element.id.count("/")
    edit = towards(proposed.difference, side or winner(proposed.difference) or "spec")
    if edit.member is None and edit.kind == "insert":
        return 0, 0
    if edit.aspect == "name":
        return 2, 0
    return (GOING if edit.member is None and edit.kind == "remove" else 1), 0


def _generated(session: Session, languages: tuple[Language, ...]) -> Iterator[tuple[str, str]]:
    """The files of the generators that are not as they would be written."""
    endings = {"typescript": ".ts", "python": ".py"}
    for path, text in expected(session, languages).texts.items():
        data = _bytes(session, path) if path.endswith(tuple(endings[each] for each in languages)) else text.encode()
        if data is None or data.decode("utf-8", "replace") != text:
            yield path, text


def _bytes(session: Session, path: str) -> bytes | None:
    place = Path(session.project.root, path)
    return session.files.read(place) if session.files.kind(place) == "file" else None
