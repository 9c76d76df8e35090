"""What stands in the way of Git, carried from where it is met to whom it concerns."""

from __future__ import annotations

from moment.diagnostics.model import Diagnostic
from moment.project.repository import UnreadableRepositoryError
from moment.project.rules import UNREADABLE_FILE
from moment.text.span import Place


class GitProblem(Exception):  # noqa: N818
    """Nothing was done: the findings say where, why and what helps."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(each.message for each in diagnostics))
        self.diagnostics = diagnostics


class NameProblem(ValueError):  # noqa: N818
    """A label or branch that cannot be called so, or that is not there; ``hint`` is the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def unreadable(error: UnreadableRepositoryError) -> GitProblem:
    """The finding for a repository that dulwich does not read."""
    reason = f"the Git repository at `{error.folder.name or error.folder}` cannot be used: {error.reason}"
    hint = "Do it with git itself, or work in a clone without that."
    return GitProblem(UNREADABLE_FILE.at(Place(".git", 0, 0), hint=hint, reason=reason))
