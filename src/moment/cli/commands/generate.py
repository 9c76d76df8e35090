"""``moment generate``: write what the targets make of the model, and nothing over anybody's work."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
import msgspec

from moment.cli.errors import Failure
from moment.cli.options import FINDING_FORMATS, MACHINE_FORMATS, Options, completed_by, global_options
from moment.cli.output import (
    ENVIRONMENT_CODES,
    is_colored,
    open_sessions,
    paint,
    show_findings,
    show_stats,
    summary_of,
)
from moment.cli.progress import tracked
from moment.cli.telling import publish_option, tell
from moment.diagnostics.model import Diagnostic, Severity
from moment.generate import TARGETS
from moment.generate.plan import Plan, Run, conflict_findings, stale_findings
from moment.project.outputs import Survey, produce, survey
from moment.project.production import Production, produce_artifacts
from moment.project.session import Session
from moment.project.unchanged import key_of, recall, remember
from moment.text.nearest import nearest

DIFF_LINES = 200
_FAILED_IN_ENVIRONMENT = ENVIRONMENT_CODES | {"MOM925"}


class Planned(msgspec.Struct, frozen=True):
    """What happens, or happened, to one file."""

    kind: str
    path: str
    target: str
    reason: str


class PlanDocument(msgspec.Struct, frozen=True):
    """What `moment generate --format json` answers: the plan, whether it was carried out, and the exit code."""

    format: str
    project: str
    done: bool
    exit: int
    actions: tuple[Planned, ...]
    problems: tuple[str, ...]


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...", shell_complete=completed_by("target_names"))
@click.option("--all", "all_targets", is_flag=True, help="Every target there is.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is not as it would be written.")
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would happen.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited; the old bytes are kept.")
@click.option("--prune", is_flag=True, help="Remove the files of targets that are no longer configured.")
@click.option("--out", metavar="DIR", help="Put the whole tree, ledger included, below DIR.")
@publish_option
@global_options
@click.pass_context
def generate(
    invocation: click.Context,
    targets: tuple[str, ...],
    all_targets: bool,
    check: bool,
    dry_run: bool,
    force: bool,
    prune: bool,
    out: str | None,
    publish: bool,
) -> int:
    """Write what the targets make of the model.

    Without TARGET those of moment.toml. A specification with errors generates nothing; a file that somebody edited
    is a conflict, and then nothing is written either. Exit 0: done, 1: findings, conflict or stale, 2: usage, disk.
    """
    options = Options.of(invocation)
    options.format_among(FINDING_FORMATS)
    if check and dry_run:
        raise click.UsageError("use `--check` or `--dry-run`, not both")
    _known(targets)
    code = 0
    for session in open_sessions(options, ()):
        names = tuple(TARGETS) if all_targets else targets or session.project.config.generate.targets
        run = _Run(options, session, names, force=force, prune=prune, out=out)
        run.publishes = publish
        code = max(code, run.check() if check else run.preview() if dry_run else run.write())
    return code


def _known(names: Iterable[str]) -> None:
    for name in names:
        if name not in TARGETS:
            guess = nearest(name, TARGETS)
            hint = f"did you mean `{guess}`?" if guess else f"targets are {', '.join(TARGETS)}"
            raise Failure("usage", f"no target `{name}`", hint)


class _Run:
    """One project's generation: what was asked for, and what came of it."""

    def __init__(
        self, options: Options, session: Session, names: Sequence[str], *, force: bool, prune: bool, out: str | None
    ) -> None:
        self.options = options
        self.session = session
        self.names = names
        self.root = Path(session.project.root, out) if out else session.project.root
        self.force = force
        self.prune = prune
        self.can_recall = not (force or prune or options.stats or options.format in MACHINE_FORMATS)

    def check(self) -> int:
        """Compares and reports; writes nothing."""
        kept = self._recall()
        if kept is not None:
            if not self.options.quiet:
                sys.stdout.write(f"{sum(kept.values())} files are as they should be\n")
            return 0
        made = self._render()
        if made is None:
            return self._code
        found = survey(made.artifacts, self.root, self._asked(made), folders=made.folders)
        if found.findings and not _only_warnings(found.findings):
            return self._stop(found.findings)
        problems = [*found.plan.findings, *stale_findings(found.plan), *conflict_findings(found.plan)]
        if self.options.format in MACHINE_FORMATS:
            return self._stop(problems)
        for finding in problems:
            sys.stdout.write(f"{_state(finding)}: {finding.place.path}\n")
        self._show_differences(found)
        if problems:
            sys.stdout.write(f"run `moment generate {' '.join(self.names)}`\n")
        elif not self.options.quiet:
            sys.stdout.write(f"{len(found.plan.actions)} files are as they should be\n")
        return 1 if problems else 0

    def preview(self) -> int:
        made = self._render()
        if made is None:
            return self._code
        found = survey(made.artifacts, self.root, self._asked(made), folders=made.folders)
        blocked = [*found.findings, *found.plan.findings, *conflict_findings(found.plan)]
        if blocked and not _only_warnings(blocked):
            return self._stop(blocked)
        if self.options.format in MACHINE_FORMATS:
            self._write_document(found.plan, (), done=False, code=0)
        else:
            for action in found.plan.actions:
                if action.kind != "keep":
                    sys.stdout.write(f"{action.kind:<7} {action.path}\n")
            sys.stdout.write(self._summary(made, found.plan, "would be written"))
        return 0

    def write(self) -> int:
        """Carries the plan out."""
        kept = self._recall()
        if kept is not None:
            if not self.options.quiet:
                sys.stdout.write(self._line({target: (0, count, 0) for target, count in kept.items()}, "written"))
            self._tell([], [], sum(kept.values()))
            return 0
        made = self._render()
        if made is None:
            return self._code
        outcome = produce(made.artifacts, self.root, self._asked(made), folders=made.folders)
        plan = outcome.survey.plan
        findings = [*outcome.findings, *outcome.survey.findings, *plan.findings, *conflict_findings(plan)]
        if not outcome.is_done:
            if self.options.format not in MACHINE_FORMATS:
                self._show_differences(outcome.survey)
            return self._stop(findings)
        self._remember(made)
        if self.options.format in MACHINE_FORMATS:
            self._write_document(plan, tuple(finding.message for finding in findings), done=True, code=0)
        else:
            for finding in findings:
                sys.stderr.write(f"{finding.severity.label}[{finding.code}] {finding.message}\n")
            if not self.options.quiet:
                sys.stdout.write(self._summary(made, plan, "written"))
        show_stats(self.options, [self.session], **made.milliseconds)
        if self.options.stats:
            self._show_sizes(made)
        written, removed = ([action.path for action in plan.of_kind(kind)] for kind in ("write", "remove"))
        self._tell(written, removed, len(plan.of_kind("keep")))
        return 0

    _code = 1
    publishes = False

    def _tell(self, written: list[str], removed: list[str], unchanged: int) -> None:
        payload = {"targets": list(self.names), "written": written, "removed": removed, "unchanged": unchanged}
        tell(self.options, self.session, "ArtifactsGenerated", lambda: payload, asked=self.publishes)

    def _render(self) -> Production | None:
        """The artifacts; ``None`` when errors in the model or its settings hold everything back."""
        found = dict.fromkeys((*self.session.diagnostics(behaviour=False), *self.session.collisions(self.names)))
        errors = [each for each in found if each.severity is Severity.ERROR and each.suppressed is None]
        if errors:
            self._code = self._stop(errors)
            return None
        made = produce_artifacts(self.session, self.names, track=self._track)
        if made.findings:
            self._code = self._stop(made.findings)
            return None
        return made

    def _track(self, steps: Sequence[str]) -> Iterable[str]:
        return tracked(self.options, steps, total=len(steps), label="generating")

    def _asked(self, made: Production) -> Run:
        domain = self.session.domain()
        configured = frozenset(self.session.project.config.generate.targets)
        emptied = not domain.contexts and not domain.flows
        return Run(frozenset(made.targets), configured, prune=self.prune, force=self.force, emptied=emptied)

    def _stop(self, findings: Sequence[Diagnostic]) -> int:
        """Shows why nothing is written."""
        in_environment = any(finding.code in _FAILED_IN_ENVIRONMENT for finding in findings)
        code = 2 if in_environment else 1 if findings else 0
        summary = summary_of([self.session], findings, exit=code)
        show_findings(self.options, findings, self.session.sources, summary, closing=False)
        if findings and self.options.format not in MACHINE_FORMATS and not self.options.quiet:
            sys.stderr.write("nothing was written\n")
        return code

    def _show_differences(self, found: Survey) -> None:
        """A unified diff a file that is not as it would be written, cut after ``DIFF_LINES`` lines."""
        from moment.cli.commands.mend import colored_diff
        from moment.diagnostics.edits import unified

        colored = is_colored(self.options)
        for action in found.plan.of_kind("write", "conflict"):
            before = found.texts.get(action.path)
            artifact = found.plan.artifacts.get(action.path)
            if before is None or artifact is None:
                continue
            lines = unified(action.path, before, artifact.text).splitlines(keepends=True)
            sys.stdout.write(colored_diff("".join(lines[:DIFF_LINES]), colored=colored))
            if len(lines) > DIFF_LINES:
                sys.stdout.write(f"… {len(lines) - DIFF_LINES} more lines\n")

    def _summary(self, made: Production, plan: Plan, verb: str) -> str:
        counts = {target: dict.fromkeys(("write", "keep", "remove"), 0) for target in made.targets}
        for action in plan.actions:
            if action.target in counts and action.kind in counts[action.target]:
                counts[action.target][action.kind] += 1
        return self._line({target: tuple(found.values()) for target, found in counts.items()}, verb)

    def _line(self, counts: Mapping[str, tuple[int, ...]], verb: str) -> str:
        """``typescript 14 written, 2 kept · vitest 5 written``; ``counts`` are files written, kept and removed."""
        colored = is_colored(self.options)
        pieces: list[str] = []
        for target, numbers in counts.items():
            said = ", ".join(
                f"{count} {word}" for count, word in zip(numbers, (verb, "kept", "removed"), strict=True) if count
            )
            pieces.append(f"{paint(target, '1', colored=colored)} {said or 'nothing to do'}")
        return " · ".join(pieces) + "\n"

    def _recall(self) -> dict[str, int] | None:
        """Files per target when nothing changed since the last run, which spares rendering them."""
        return recall(self.root, key_of(self.session, self.names), self.names) if self.can_recall else None

    def _remember(self, made: Production) -> None:
        remember(self.root, key_of(self.session, self.names), self.names, made.targets, made.artifacts)

    def _show_sizes(self, made: Production) -> None:
        for target in made.targets:
            texts = [artifact.text for artifact in made.artifacts if artifact.target == target]
            size = sum(len(text.encode()) for text in texts)
            sys.stderr.write(f"{target} {made.milliseconds[target]:.1f} ms, {len(texts)} files, {size / 1000:.1f} kB\n")

    def _write_document(self, plan: Plan, problems: tuple[str, ...], *, done: bool, code: int) -> None:
        actions = tuple(Planned(action.kind, action.path, action.target, action.reason) for action in plan.actions)
        document = PlanDocument("moment.plan/1", self.session.project.name, done, code, actions, problems)
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")


def _only_warnings(findings: Iterable[Diagnostic]) -> bool:
    return all(finding.severity is not Severity.ERROR for finding in findings)


def _state(finding: Diagnostic) -> str:
    """``stale``, ``missing``, ``obsolete``, ``edited`` or ``foreign``."""
    if finding.code == "MOM906":
        return "edited"
    if finding.code == "MOM920":
        return "foreign"
    return finding.message.rpartition(" ")[2] if finding.code == "MOM907" else finding.severity.label
