"""One project in one process: reads what changed, resolves it, and answers from what it has."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from moment.diagnostics.model import Diagnostic, Severity, order
from moment.language import suppressions
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.project.discover import Project, discover
from moment.project.files import DISK, Files
from moment.project.globs import matches
from moment.project.reading import decode
from moment.project.reading import load as read_bytes
from moment.text.source import Source


class Clock(Protocol):
    """Seconds since any moment, growing."""

    def __call__(self) -> float: ...


@dataclass(slots=True)
class Stats:
    """Milliseconds by stage, in the order in which they ran, and how much was read."""

    stages: dict[str, float]
    files: int = 0
    bytes: int = 0
    parsed: int = 0


class Session:
    """Everything a shell asks of a project. What it returns is frozen.

    Texts are known by the SHA-256 of their bytes: a file is parsed again when they change, and only then.
    """

    def __init__(self, project: Project, *, files: Files = DISK, clock: Clock = time.perf_counter) -> None:
        self.project = project
        self.revision = 0
        self.stats = Stats({})
        self._files = files
        self._clock = clock
        self._overlays: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, Parsed] = {}
        self._by_hash: dict[tuple[str, str], Parsed] = {}
        self._unread: dict[str, Diagnostic] = {}
        self._domain: Domain | None = None
        self._found: tuple[Diagnostic, ...] | None = None
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
            self._found = None
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
        if problem is not None:
            self._unread[path] = problem
        if data is not None:
            self.stats.files += 1
            self.stats.bytes += len(data)
            self._parsed[path] = self._parse(path, digest, data)
        return True

    def _parse(self, path: str, digest: str, data: bytes) -> Parsed:
        known = self._by_hash.get((path, digest))
        if known is None:
            with self._timed("parse"):
                known = parse(decode(data, path))
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
    def clock(self) -> Clock:
        return self._clock

    @property
    def parsed(self) -> Mapping[str, Parsed]:
        """Every file that could be read, by path, sorted."""
        return {path: self._parsed[path] for path in sorted(self._parsed)}

    @property
    def digests(self) -> tuple[tuple[str, str], ...]:
        """Path and SHA-256 of every specification, sorted; of one that cannot be read, why."""
        return tuple(sorted(self._texts.items()))

    @property
    def sources(self) -> dict[str, Source]:
        """Every text that a finding can point into, by path."""
        found = {path: parsed.source for path, parsed in self._parsed.items()}
        if self.project.config_source is not None:
            found[self.project.config_source.path] = self.project.config_source
        return found

    def domain(self) -> Domain:
        """The resolved model of all files."""
        if self._domain is None:
            with self._timed("resolve"):
                self._domain = build(self.parsed.values())
        return self._domain

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding that needs no run, suppressed ones marked, sorted by path, offset and code."""
        if self._found is None:
            domain = self.domain()
            with self._timed("rules"):
                from moment.checks import check

                found = [*self.project.diagnostics, *self._unread.values()]
                for parsed in self._parsed.values():
                    found.extend(parsed.diagnostics)
                found.extend(check(domain))
                if self.project.config_source is not None:
                    found.extend(self.collisions(self.project.config.generate.targets))
                found = list(suppressions.apply(found, self._parsed.values()))
                self._found = tuple(sorted(self._configured(found), key=order))
        return self._found

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
