"""What a shell offers for an argument: rules, targets, and names of the project that stands here."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem


def rule_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from moment.project.catalogue import rules

    return _starting((word for rule in rules() for word in (rule.name, rule.code)), incomplete)


def target_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from moment.generate import TARGETS

    return _starting(TARGETS, incomplete)


def flow_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting((name for kind, name in _project() if kind == "flow"), incomplete)


def context_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting((name for kind, name in _project() if kind == "context"), incomplete)


def element_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Identities of the project's elements, and rules: what can be explained."""
    return _starting((name for _, name in _project()), incomplete) + rule_names(invocation, parameter, incomplete)


def snapshot_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Labels, and the beginnings of ids."""
    from pathlib import Path

    from moment.project.discover import discover
    from moment.sync.git.problems import GitProblem
    from moment.sync.git.snapshots import LocalGitArtifactStore

    try:
        known = LocalGitArtifactStore(discover((), cwd=Path.cwd()).root).snapshots()
    except (GitProblem, OSError):
        return []
    return _starting((name for each in known for name in (*each.labels, each.short)), incomplete)


def export_formats(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from moment.behaviour.export import FORMATS

    return _starting((f"{name}=" for name in FORMATS), incomplete)


def derived_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from moment.cli.commands.derive import NAMES

    return _starting(NAMES, incomplete)


def model_names(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Identities of the project's elements."""
    return _starting((name for _, name in _project()), incomplete)


def _project() -> list[tuple[str, str]]:
    """Kind and identity of every element of the project here; nothing when it cannot be read."""
    from pathlib import Path

    from moment.model.walk import elements
    from moment.project.discover import SearchLimitError, discover
    from moment.project.session import Session

    try:
        session = Session(discover((), cwd=Path.cwd()))
    except (OSError, SearchLimitError):
        return []
    return [(element.kind, element.id) for element in elements(session.domain())]


def _starting(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.lower().startswith(incomplete.lower())]
