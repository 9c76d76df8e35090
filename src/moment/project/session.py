"""One project in one process: reads what changed, resolves it, and answers from what it has."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from moment.diagnostics.model import Diagnostic, Severity, order
from moment.project.discover import Project, discover
from moment.project.files import DISK, Files
from moment.project.globs import matches
from moment.project.reading import decode
from moment.project.reading import load as read_bytes
from moment.project.remembered import Remembered
from moment.text.source import Source

if TYPE_CHECKING:  # parser and model are loaded by whoever asks for them: some questions are answered without
    from moment.language.parser import Parsed
    from moment.model.domain import Domain, Flow

_HELD_BACK = ("MOM0", "MOM1", "MOM2", "MOM9")
"""Areas whose errors leave nothing to run; errors of the others are what a run shows."""


class Clock(Protocol):
    """Seconds since any moment, growing."""

    def __call__(self) -> float: ...


@dataclass(slots=True)
class Stats:
    """Milliseconds by stage, in the order in which they ran, and how much was read, parsed and run."""

    stages: dict[str, float]
    files: int = 0
    bytes: int = 0
    parsed: int = 0
    explored: int = 0


class Session:
    """Everything a shell asks of a project. What it returns is frozen.

    Texts are known by the SHA-256 of their bytes: a file is parsed when somebody asks for it, and again when they
    change, only then.
    """

    def __init__(self, project: Project, *, files: Files = DISK, clock: Clock = time.perf_counter) -> None:
        self.project = project
        self.revision = 0
        self.stats = Stats({})
        self._files = files
        self._clock = clock
        self._overlays: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}
        self._waiting: dict[str, Source] = {}
        self._parsed: dict[str, Parsed] = {}
        self._by_hash: dict[tuple[str, str], Parsed] = {}
        self._unread: dict[str, Diagnostic] = {}
        self._domain: Domain | None = None
        self._read_findings: tuple[Diagnostic, ...] | None = None
        self._found: dict[bool, tuple[Diagnostic, ...]] = {}
        self._runs: dict[str, tuple[Diagnostic, ...]] = {}
        leaves_traces = files is DISK and not project.isolated
        self._remembered = Remembered(project.root) if leaves_traces else None
        self.refresh()

    def overlay(self, path: str, text: str | None) -> None:
        """Unsaved text in the place of a file; ``None`` gives the disk back."""
        if text is None:
            self._overlays.pop(path, None)
        else:
            self._overlays[path] = text.encode()
        self.refresh((path,))

    def refresh(self, changed: Iterable[str] | None = None) -> frozenset[str]:
        """Reads the named files again, without names all of them; what really changed is returned."""
        moved: set[str] = set()
        for path in self.project.sources if changed is None else changed:
            if self._read(path):
                moved.add(path)
        if moved:
            self.revision += 1
            self._domain = None
            self._read_findings = None
            self._found = {}
        return frozenset(moved)

    def _read(self, path: str) -> bool:
        """Whether the text at ``path`` is another than before."""
        with self._timed("read"):
            data: bytes | None = self._overlays.get(path)
            problem: Diagnostic | None = None
            if data is None:
                data, problem = read_bytes(self._files, Path(self.project.root, path), path)
            digest = sha256(data).hexdigest() if data is not None else f"unread {problem and problem.message}"
        if self._texts.get(path) == digest:
            return False
        self._texts[path] = digest
        self._unread.pop(path, None)
        self._parsed.pop(path, None)
        self._waiting.pop(path, None)
        if problem is not None:
            self._unread[path] = problem
        if data is not None:
            self.stats.files += 1
            self.stats.bytes += len(data)
            self._waiting[path] = decode(data, path)
        return True

    def _parse(self, path: str, source: Source) -> Parsed:
        digest = self._texts[path]
        known = self._by_hash.get((path, digest))
        if known is None:
            from moment.language.parser import parse

            with self._timed("parse"):
                known = parse(source)
            self.stats.parsed += 1
            self._by_hash[path, digest] = known
        return known

    def _timed(self, stage: str) -> _Timer:
        return _Timer(self, stage)

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """Why files could not be read, by path."""
        return tuple(self._unread[path] for path in sorted(self._unread))

    @property
    def files(self) -> Files:
        """The disk that this is read from."""
        return self._files

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def parsed(self) -> Mapping[str, Parsed]:
        """Every file that could be read, by path, sorted."""
        for path, source in tuple(self._waiting.items()):
            self._parsed[path] = self._parse(path, source)
            del self._waiting[path]
        return {path: self._parsed[path] for path in sorted(self._parsed)}

    @property
    def digests(self) -> tuple[tuple[str, str], ...]:
        """Path and SHA-256 of every specification, sorted; of one that cannot be read, why."""
        return tuple(sorted(self._texts.items()))

    @property
    def sources(self) -> dict[str, Source]:
        """Every text that a finding can point into, by path."""
        found = {path: parsed.source for path, parsed in self._parsed.items()}
        found.update(self._waiting)
        found = {path: found[path] for path in sorted(found)}
        if self.project.config_source is not None:
            found[self.project.config_source.path] = self.project.config_source
        return found

    def domain(self) -> Domain:
        """The resolved model of all files."""
        if self._domain is None:
            from moment.model.build import build

            parsed = self.parsed.values()
            with self._timed("resolve"):
                self._domain = build(parsed)
        return self._domain

    def diagnostics(self, *, behaviour: bool | None = None) -> tuple[Diagnostic, ...]:
        """Every finding, suppressed ones marked, sorted by path, offset and code.

        With ``behaviour`` those of runs too; without a word about it moment.toml decides.
        """
        wanted = self.project.config.check.behaviour if behaviour is None else behaviour
        if wanted not in self._found:
            read = self._read_all()
            if wanted and not self.held_back:
                runs, are_complete = self._run_all(read)
                self._found[True] = self._finished((*read, *runs), are_run=are_complete)
            elif wanted:
                self._found[True] = self._found[False]
            else:
                self._found[False] = self._finished(read, are_run=False)
        return self._found[wanted]

    def settled(self, runs: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What reading finds and what ``runs`` of some flows found, suppressed and weighed like those of a check."""
        return self._finished((*self._read_all(), *runs), are_run=False)

    def weighed(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Findings of another kind of command, with the severities of moment.toml; what is off is left out."""
        return tuple(self._configured(found))

    @property
    def held_back(self) -> tuple[Diagnostic, ...]:
        """Errors after which there is nothing to run."""
        return tuple(
            finding
            for finding in self.diagnostics(behaviour=False)
            if finding.severity is Severity.ERROR and finding.suppressed is None and finding.code[:4] in _HELD_BACK
        )

    def _read_all(self) -> tuple[Diagnostic, ...]:
        """Every finding that needs no run, as the rules yield them."""
        if self._read_findings is None:
            domain = self.domain()
            with self._timed("rules"):
                from moment.checks import check

                found = [*self.project.diagnostics, *self._unread.values()]
                for parsed in self.parsed.values():
                    found.extend(parsed.diagnostics)
                found.extend(check(domain))
                if self.project.config_source is not None:
                    found.extend(self.collisions(self.project.config.generate.targets))
                self._read_findings = tuple(found)
        return self._read_findings

    def _run_all(self, read: tuple[Diagnostic, ...]) -> tuple[tuple[Diagnostic, ...], bool]:
        """What the runs of all flows find besides ``read``, and whether all of them were seen."""
        domain = self.domain()
        with self._timed("behaviour"):
            from moment.project.resting import keys

            keyed = keys(domain, self.project.config)
            missing = {key for key in keyed.values() if key not in self._runs}
            if missing and self._remembered is not None:
                self._runs.update(self._remembered.recall(missing))
            unknown = [flow for flow in domain.flows if keyed[flow.id] not in self._runs]
            hurried = self._explore(unknown, keyed) if unknown else {}
            self._runs = {key: self._runs[key] for key in keyed.values() if key in self._runs}
            found = [each for key in keyed.values() for each in self._runs.get(key) or hurried.get(key, ())]
            if found:
                from moment.project.explained import unexplained

                found = list(unexplained(found, read, domain))
        return tuple(found), not hurried

    def _explore(self, flows: Sequence[Flow], keyed: Mapping[str, str]) -> dict[str, tuple[Diagnostic, ...]]:
        """Runs ``flows`` and remembers what they find; the findings of those that time did not allow are returned."""
        from moment.project.exploring import explore

        hurried: dict[str, tuple[Diagnostic, ...]] = {}
        for explored in explore(flows, self.domain(), self.project.config, clock=self._clock):
            kept = self._runs if explored.lasting else hurried
            kept[keyed[explored.flow.id]] = explored.diagnostics
            self.stats.explored += 1
        if self._remembered is not None and not self._overlays:
            self._remembered.keep({key: self._runs[key] for key in keyed.values() if key in self._runs})
        return hurried

    def _finished(self, found: Iterable[Diagnostic], *, are_run: bool) -> tuple[Diagnostic, ...]:
        """``found`` with its suppressions and the severities of moment.toml, in order."""
        if any("moment:" in comment.text for parsed in self.parsed.values() for comment in parsed.comments):
            from moment.language import suppressions

            found = suppressions.apply(found, self.parsed.values())
            found = found if are_run else self._without_unjudged(found)
        return tuple(sorted(self._configured(found), key=order))

    @staticmethod
    def _without_unjudged(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Nobody knows whether a suppression of a rule is unused when the rule was not asked."""
        from moment.behaviour.rules import RULES
        from moment.language.rules import UNUSED_SUPPRESSION

        unjudged = {word for rule in RULES for word in (rule.code, rule.name)}
        for finding in found:
            if finding.rule is not UNUSED_SUPPRESSION or unjudged.isdisjoint(finding.facts):
                yield finding

    def collisions(self, targets: Iterable[str]) -> Iterator[Diagnostic]:
        """Names that become one, or nothing, in any of the targets."""
        from moment.generate.collisions import collisions
        from moment.project.targets import settings_by_name

        yield from collisions(self.domain(), targets, settings_by_name(self.project, targets))

    def _configured(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Findings with the severities of moment.toml; what is off is left out."""
        rules = self.project.config.rules
        if not rules:
            yield from found
            return
        for diagnostic in found:
            word = self._severity(diagnostic, rules)
            if word == "off" and diagnostic.rule.severity is not Severity.ERROR:
                continue
            known = isinstance(word, str) and word.upper() in Severity.__members__
            yield diagnostic.with_severity(Severity[str(word).upper()]) if known else diagnostic

    def _severity(self, diagnostic: Diagnostic, rules: Mapping[str, Any]) -> object:
        """What moment.toml says about a finding: for its path (the last entry wins), else for its rule, else its area."""
        names = diagnostic.rule.code, diagnostic.rule.name, diagnostic.rule.code[:4]
        tables = [rules]
        for entry in rules.get("paths", ()):
            if isinstance(entry, Mapping) and matches(diagnostic.place.path, tuple(entry.get("files", ()))):
                tables.append(entry.get("set", {}))
        return next((table[name] for table in reversed(tables) for name in names if name in table), None)

    def shown(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings about the paths that were asked for; all of them when none were."""
        asked = self.project.shown
        if not asked:
            return tuple(found)
        return tuple(
            finding for finding in found if finding.place.path in asked or finding.code in ("MOM901", "MOM903")
        )


class _Timer:
    """Adds the time of a block to a stage of the session's statistics."""

    def __init__(self, session: Session, stage: str) -> None:
        self.session = session
        self.stage = stage
        self.start = 0.0

    def __enter__(self) -> None:
        self.start = self.session.clock()

    def __exit__(self, *_: object) -> None:
        spent = (self.session.clock() - self.start) * 1000
        stages = self.session.stats.stages
        stages[self.stage] = stages.get(self.stage, 0.0) + spent


def load(*paths: str | Path) -> Session:
    """A session for the project of these files or folders, of the current folder without any.

    Raises ``SearchLimitError`` when a search would go through too many entries; everything else that is wrong is a
    diagnostic of the session.
    """
    return Session(discover([Path(path) for path in paths], cwd=Path.cwd()))
