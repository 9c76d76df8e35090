"""What goes to which stream, in which colours; and how a command gets at its project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from moment.cli.errors import Failure
from moment.cli.options import FINDING_FORMATS, MACHINE_FORMATS, Options
from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity
from moment.diagnostics.summary import Summary, counted, summarize
from moment.project.discover import Project, SearchLimitError, discover
from moment.project.files import relative
from moment.project.session import Session
from moment.text.source import Source
from moment.text.span import Place

STANDARD_INPUT = "-"
ENVIRONMENT_CODES = frozenset(("MOM901", "MOM903", "MOM904", "MOM905"))


def is_colored(options: Options, stream: object = None) -> bool:
    """``--color``, else ``NO_COLOR``, ``FORCE_COLOR``, ``TERM=dumb``, else whether the stream is a terminal."""
    if options.color != "auto":
        return options.color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    target = stream or sys.stdout
    return os.environ.get("TERM") != "dumb" and bool(getattr(target, "isatty", lambda: False)())


def paint(text: str, code: str, *, colored: bool) -> str:
    """``text`` in an ANSI colour: ``1`` bold, ``2`` dim, ``31`` red, ``32`` green, ``33`` yellow, ``36`` cyan."""
    return f"\x1b[{code}m{text}\x1b[0m" if colored else text


def note(options: Options, text: str) -> None:
    """A line for the person, on standard error; nothing with ``--quiet`` or a machine format."""
    if not options.quiet and options.format not in MACHINE_FORMATS:
        sys.stderr.write(text + "\n")


def open_sessions(options: Options, paths: Sequence[str]) -> list[Session]:
    """A session for every project that the command line means; ``-`` is a file read from standard input."""
    cwd = Path.cwd()
    named: list[Path | None] = []
    for text in options.project:
        named.extend(_projects(text, cwd))
    overlay = sys.stdin.read() if STANDARD_INPUT in paths else None
    sessions: list[Session] = []
    for project in named or [None]:
        session = Session(_discover(options, paths, cwd, project))
        if overlay is not None:
            session.overlay(STANDARD_INPUT, overlay)
        sessions.append(session)
        explain_project(options, session.project)
    return sessions


def _projects(text: str, cwd: Path) -> list[Path | None]:
    """The projects that one ``--project`` names; wildcards allowed."""
    if any(sign in text for sign in "*?["):
        found = sorted(
            path for path in cwd.glob(text) if (path / "moment.toml").is_file() or path.name == "moment.toml"
        )
        if not found:
            raise Failure("usage", f"`--project {text}` matches no project", "name a folder that holds a moment.toml")
        return list(found)
    path = cwd / text
    if not path.exists():
        raise Failure("usage", f"`--project {text}` does not exist", "name a moment.toml or its folder")
    return [path]


def _discover(options: Options, paths: Sequence[str], cwd: Path, project: Path | None) -> Project:
    isolated = options.isolated or STANDARD_INPUT in paths
    with telling_limits():
        return discover(
            [Path(path) for path in paths], cwd=cwd, project=project, isolated=isolated, overrides=options.settings
        )


@contextmanager
def telling_limits() -> Iterator[None]:
    """A search through too many files ends the command, with the folder that holds the most of them."""
    try:
        yield
    except SearchLimitError as error:
        raise Failure(
            "search-limit",
            f"too many files to search, most of them in `{error.folder}`",
            "name the files, or list `sources` in a moment.toml nearer to them",
        ) from error


def open_session(options: Options, paths: Sequence[str]) -> Session:
    """The one session of a command that answers one question; two projects are a usage error."""
    sessions = open_sessions(options, paths)
    if len(sessions) > 1:
        names = ", ".join(session.project.name for session in sessions)
        raise Failure("usage", f"one project at a time, not {names}", "name one with --project")
    return sessions[0]


def explain_project(options: Options, project: Project) -> None:
    if options.verbose:
        kind = "moment.toml" if project.config_source else "no moment.toml, defaults"
        note(options, f"project {project.name}: {kind}, {counted(len(project.sources), 'file')}")
        for path in project.sources:
            note(options, f"  takes {path}")


def notice_project(options: Options) -> None:
    """One line about the project that stands here, for the bare ``moment``."""
    project = _discover(options, (), Path.cwd(), None)
    if project.sources:
        note(options, f"\nproject here: {project.name}, {counted(len(project.sources), 'file')}")
    else:
        note(options, "\nno project here: `moment init` starts one")


def counted_exit(diagnostics: Iterable[Diagnostic], fail_on: Severity) -> int:
    """2 when the environment is wrong, 1 when a finding counts, else 0."""
    code = 0
    for diagnostic in diagnostics:
        if diagnostic.suppressed is not None:
            continue
        if diagnostic.code in ENVIRONMENT_CODES and diagnostic.severity is Severity.ERROR:
            return 2
        if diagnostic.severity >= fail_on:
            code = 1
    return code


def gather(sessions: Sequence[Session], *, behaviour: bool | None = None) -> tuple[list[Diagnostic], dict[str, Source]]:
    """The findings and texts of all sessions; of several projects with paths from the current folder.

    ``behaviour`` says whether runs are asked too; without it each project's moment.toml does.
    """
    found: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    for session in sessions:
        prefix = relative(session.project.root, Path.cwd()) if len(sessions) > 1 else "."
        shown = session.shown(session.diagnostics(behaviour=behaviour))
        found.extend(shown if prefix == "." else (_moved(finding, prefix) for finding in shown))
        for path, source in session.sources.items():
            name = path if prefix == "." else f"{prefix}/{path}"
            sources[name] = source if prefix == "." else Source(name, source.text)
    return found, sources


def _moved(diagnostic: Diagnostic, prefix: str) -> Diagnostic:
    def move(place: Place) -> Place:
        return Place(f"{prefix}/{place.path}", place.start, place.end)

    fixes = tuple(
        Fix(fix.title, tuple(Edit(move(edit.place), edit.text, edit.kind) for edit in fix.edits), fix.applicability)
        for fix in diagnostic.fixes
    )
    labels = tuple(Label(move(label.place), label.message) for label in diagnostic.labels)
    return replace(diagnostic, place=move(diagnostic.place), labels=labels, fixes=fixes)


def show_findings(
    options: Options,
    diagnostics: Sequence[Diagnostic],
    sources: dict[str, Source],
    summary: Summary,
    *,
    closing: bool = True,
) -> None:
    """Findings on standard output in the format asked for; ``closing`` adds the line with the counts."""
    from moment.diagnostics import RENDERERS

    chosen = options.format_among(FINDING_FORMATS)
    if chosen in MACHINE_FORMATS:
        sys.stdout.write(import_module(RENDERERS[chosen][0]).render(diagnostics, sources, summary))
        return
    colored = is_colored(options)
    if diagnostics:
        module = import_module(RENDERERS[chosen][0])
        named = {"color": colored} if chosen == "full" else {}
        text = module.findings(diagnostics, sources, **named).rstrip("\n")
        sys.stdout.write(text + "\n" if text else "")
        sys.stdout.write("\n" if text and chosen == "full" and closing and not options.quiet else "")
    if closing and not options.quiet:
        sys.stdout.write(_colored_line(summary, colored=colored) + "\n")


def _colored_line(summary: Summary, *, colored: bool) -> str:
    code = "31" if summary.errors else "33" if summary.warnings else "32"
    name, _, rest = summary.line.partition(": ")
    return f"{paint(name, '1', colored=colored)}: {paint(rest, code, colored=colored)}"


def summary_of(
    sessions: Sequence[Session], diagnostics: Sequence[Diagnostic], *, exit: int, fail_on: Severity = Severity.ERROR
) -> Summary:
    name = ", ".join(session.project.name for session in sessions)
    files = sum(len(session.project.sources) for session in sessions)
    return summarize(diagnostics, project=name, files=files, exit=exit, fail_on=fail_on)


def show_stats(options: Options, sessions: Sequence[Session], **further: float) -> None:
    """``read 3 (100 files, 402 kB) · parse 24 · resolve 31`` on standard error."""
    if not options.stats:
        return
    for session in sessions:
        stats = session.stats
        pieces = []
        for stage, spent in {**stats.stages, **further}.items():
            pieces.append(f"{stage} {spent:.1f}{_detail(session, stage)}")
        total = sum(stats.stages.values()) + sum(further.values())
        sys.stderr.write(" · ".join(pieces) + f" · total {total:.1f} ms\n")


def _detail(session: Session, stage: str) -> str:
    stats = session.stats
    match stage:
        case "read":
            return f" ({stats.files} files, {stats.bytes / 1000:.0f} kB)"
        case "behaviour":
            return f" ({stats.explored} of {counted(len(session.domain().flows), 'flow')} explored)"
        case _:
            return ""
