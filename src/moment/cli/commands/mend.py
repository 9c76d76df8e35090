"""The halves of ``moment check`` that write: applying fixes, and suppressing with a reason."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

import click

from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import is_colored, note, paint
from moment.diagnostics.edits import apply_all, unified
from moment.diagnostics.model import Diagnostic, Edit, Fix
from moment.project.saving import save
from moment.project.session import Session

ROUNDS = 10
"""How often fixes are applied and the text is read again before we say that they go in circles."""


def mend(
    options: Options,
    sessions: Sequence[Session],
    *,
    ask: bool,
    yes: bool,
    diff: bool,
    behaviour: bool | None,
    chosen: Callable[[Iterable[Diagnostic]], list[Diagnostic]],
) -> None:
    """Applies fixes until none is left; writes once at the end, or shows the difference.

    Runs are asked when nothing else is left to mend.
    """
    if ask and not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Failure(
            "usage", "`--fix-all` asks, and there is no terminal", "add --yes to take every first fix, or use --fix"
        )
    for session in sessions:
        before = {path: source.text for path, source in session.sources.items()}
        declined: set[tuple[str, str]] = set()
        mended = 0
        for _ in range(ROUNDS):
            found = chosen(session.shown(session.diagnostics(behaviour=False)))
            fixes = [fix for finding in found if (fix := _take(finding, ask, yes, declined)) is not None]
            if not fixes:
                found = chosen(session.shown(session.diagnostics(behaviour=behaviour)))
                fixes = [fix for finding in found if (fix := _take(finding, ask, yes, declined)) is not None]
            if not fixes:
                break
            applied = apply_all(session.sources, fixes)
            for path, text in applied.texts.items():
                session.overlay(path, text)
            mended += len(fixes) - len(applied.skipped)
        _finish(options, session, before, diff=diff, done=f"{mended} fixed")


def _take(finding: Diagnostic, ask: bool, yes: bool, declined: set[tuple[str, str]]) -> Fix | None:
    """The fix to apply for a finding; a question is asked once."""
    if finding.suppressed is not None:
        return None
    for fix in finding.fixes:
        if fix.applicability == "safe" or (ask and yes):
            return fix
        key = finding.place.path + finding.message, fix.title
        if ask and key not in declined:
            sys.stderr.write(f"{finding.place.path}: {finding.message}\n")
            if click.confirm(f"  {fix.title}?", default=True, err=True):
                return fix
            declined.add(key)
    return None


def allow(
    options: Options,
    sessions: Sequence[Session],
    rules: Sequence[str],
    reason: str,
    *,
    diff: bool,
    behaviour: bool | None,
) -> None:
    """Writes a suppression with the reason above every finding of the rules."""
    text = " ".join(reason.split())
    for session in sessions:
        before = {path: source.text for path, source in session.sources.items()}
        edits: dict[tuple[str, int], tuple[list[str], int]] = {}
        for finding in session.shown(session.diagnostics(behaviour=behaviour)):
            named = {finding.code, finding.rule.name} & set(rules)
            source = session.sources.get(finding.place.path)
            if named and source is not None and finding.suppressed is None and finding.place.path.endswith(".moment"):
                line, _ = source.position(finding.place.start)
                codes, _ = edits.setdefault((finding.place.path, line), ([], finding.place.start))
                if finding.code not in codes:
                    codes.append(finding.code)
        fixes = [
            Fix("suppress", (_at_line_end(session, path, line, ", ".join(codes), text),))
            for (path, line), (codes, _) in edits.items()
        ]
        for path, mended in apply_all(session.sources, fixes).texts.items():
            session.overlay(path, mended)
        _finish(options, session, before, diff=diff, done=f"{len(fixes)} suppressed")


def _at_line_end(session: Session, path: str, line: int, codes: str, reason: str) -> Edit:
    from moment.text.span import Place

    source = session.sources[path]
    end = source.line_starts[line - 1] + len(source.line(line).rstrip())
    return Edit(Place(path, end, end), f"  // moment: allow {codes} {reason}")


def _finish(options: Options, session: Session, before: dict[str, str], *, diff: bool, done: str) -> None:
    """Shows or writes what became of the texts."""
    changed = {
        path: source.text for path, source in session.sources.items() if source.text != before.get(path, source.text)
    }
    if diff:
        colored = is_colored(options)
        for path, text in changed.items():
            sys.stdout.write(colored_diff(unified(path, before[path], text), colored=colored))
        for path in changed:
            session.overlay(path, None)
        return
    problems = save(session.project.root, {path: (before[path], text) for path, text in changed.items()})
    if problems:
        raise Failure(problems[0].code, problems[0].message, problems[0].hint)
    for path in changed:
        session.overlay(path, None)
    if changed:
        note(options, f"{done} in {', '.join(changed)}")


def colored_diff(text: str, *, colored: bool) -> str:
    codes = {"+": "32", "-": "31", "@": "36"}
    return "".join(
        paint(line.rstrip("\n"), codes[line[0]], colored=colored) + "\n" if line[:1] in codes else line
        for line in text.splitlines(keepends=True)
    )
