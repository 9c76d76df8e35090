"""What the commands about snapshots share: the store of the project at hand, and a refusal as findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options
from moment.cli.output import ENVIRONMENT_CODES, note, open_session, show_findings, summary_of
from moment.diagnostics.model import Diagnostic
from moment.project.rules import NO_SPECIFICATION
from moment.project.session import Session
from moment.sync.git.problems import GitProblem
from moment.sync.git.snapshots import LocalGitArtifactStore

_OF_THE_ENVIRONMENT = ENVIRONMENT_CODES | {"MOM902", "MOM925"}


class Kept:
    """The project that the command line means, and its snapshots."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.session: Session = open_session(options, ())
        self.store = LocalGitArtifactStore(self.session.project.root)

    def stop(self, found: tuple[Diagnostic, ...]) -> int:
        """Shows why nothing was done; exit code 2 when the environment is wrong, else 1."""
        code = 2 if any(each.code in _OF_THE_ENVIRONMENT for each in found) else 1
        if self.options.format not in MACHINE_FORMATS:
            self.options.format = None
        summary = summary_of([self.session], found, exit=code)
        show_findings(self.options, found, self.session.sources, summary, closing=False)
        return code

    def tell(self) -> None:
        """What is worth knowing about where the snapshots are."""
        for each in self.session.weighed(self.store.diagnostics):
            note(self.options, f"{each.code} {each.message}. {each.hint or ''}".rstrip())


@contextmanager
def kept(invocation: click.Context) -> Iterator[Kept]:
    """The store of the command's project. A ``GitProblem`` that leaves the block ends the command with its findings."""
    options = Options.of(invocation)
    here = Kept(options)
    missing = tuple(each for each in here.session.project.diagnostics if each.code == NO_SPECIFICATION.code)
    if missing:
        raise click.exceptions.Exit(here.stop(missing))
    if here.session.project.isolated:
        raise Failure(
            "usage", "loose files have no snapshots", "run it in the folder of a project, without `--isolated`"
        )
    try:
        yield here
    except GitProblem as problem:
        raise click.exceptions.Exit(here.stop(problem.diagnostics)) from problem
