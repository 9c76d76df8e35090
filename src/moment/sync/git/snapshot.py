"""One snapshot: what its commit says of it, and how people name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from moment.project.git_rules import SNAPSHOT_UNKNOWN
from moment.sync.git import chain
from moment.sync.git.problems import GitProblem
from moment.sync.git.trailers import facts_in
from moment.text.nearest import nearest
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import Commit, ObjectID
    from dulwich.repo import Repo

LATEST = "latest"
SHORTEST = 4
SHOWN = 10
"""Digits of a name that are enough to find it, and those that are shown."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a project's files at one moment; ``id`` names its commit.

    ``created`` is in UTC (ISO 8601), ``head`` and ``branch`` are those of the repository then, ``specification`` is the
    hash of the model. What was not known is ``None``.
    """

    id: str
    kind: str
    created: str
    author: str
    labels: tuple[str, ...]
    parents: tuple[str, ...]
    specification: str | None = None
    head: str | None = None
    branch: str | None = None
    saga: str | None = None
    proposals: tuple[str, ...] = ()
    version: str | None = None

    @property
    def short(self) -> str:
        return self.id[:SHOWN]

    @property
    def name(self) -> str:
        """Its first label, else the beginning of its id."""
        return self.labels[0] if self.labels else self.short


def snapshot_of(commit: Commit, labels: Mapping[str, ObjectID]) -> Snapshot:
    """What a commit and the labels of its repository say."""
    facts = facts_in(commit.message.decode("utf-8", errors="replace"))

    def first(name: str) -> str | None:
        return facts[name][0] if name in facts else None

    return Snapshot(
        id=commit.id.decode(),
        kind=first("kind") or "snapshot",
        created=datetime.fromtimestamp(commit.commit_time, UTC).isoformat().replace("+00:00", "Z"),
        author=commit.author.decode("utf-8", errors="replace"),
        labels=tuple(label for label, name in labels.items() if name == commit.id),
        parents=tuple(parent.decode() for parent in commit.parents),
        specification=first("specification"),
        head=first("head"),
        branch=first("branch"),
        saga=first("saga"),
        proposals=facts.get("proposal", ()),
        version=first("version"),
    )


def find(repository: Repo, name: str) -> Commit:
    """The snapshot that ``name`` means, else MOM861.

    ``latest``, a label, an id or the beginning of one; of a remote that was fetched, ``origin/latest`` or ``origin/LABEL``.
    """
    labels = chain.labels(repository)
    end = chain.head(repository)
    if name == LATEST and end is not None:
        return chain.commit_of(repository, end)
    if name in labels:
        return chain.commit_of(repository, labels[name])
    theirs = _theirs(repository)
    if name in theirs:
        return chain.commit_of(repository, theirs[name])
    known = {each.id.decode(): each for each in chain.commits(repository, end, *labels.values(), *theirs.values())}
    found = [commit for each, commit in known.items() if each.startswith(name)] if len(name) >= SHORTEST else []
    if len(found) == 1:
        return found[0]
    if found:
        raise _unknown(f"`{name}` begins the names of {len(found)} snapshots", "Write more of it.")
    raise _unknown(f"no snapshot `{_shown(name)}`", _offer(repository, name, labels, known))


def none_yet(name: str) -> GitProblem:
    """MOM861 where not a single snapshot was made."""
    return _unknown(f"no snapshot `{_shown(name)}`", "There is none yet: `moment sync snapshot` makes one.")


def _shown(name: str) -> str:
    """As a terminal can show it, whatever was typed."""
    text = name.encode("utf-8", "backslashreplace").decode()
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _unknown(problem: str, hint: str) -> GitProblem:
    return GitProblem(SNAPSHOT_UNKNOWN.at(Place(".", 0, 0), hint=hint, problem=problem))


def _offer(repository: Repo, name: str, labels: Mapping[str, ObjectID], known: Mapping[str, Commit]) -> str:
    guess = nearest(name, [*labels, *_theirs(repository)])
    if guess:
        return f"Did you mean `{guess}`?"
    if not known:
        return "There is none yet: `moment sync snapshot` makes one."
    newest = [*labels, *(each[:SHOWN] for each in known)][:5]
    return f"Name a label or the beginning of an id: {', '.join(newest)}."


def _theirs(repository: Repo) -> dict[str, ObjectID]:
    """What was fetched: ``origin/v1`` for a label of theirs, ``origin/latest`` for the end of their chain."""
    found = {}
    for reference in repository.refs.allkeys():
        value = chain.value_of(repository, reference) if reference.startswith(chain.REMOTES) else None
        if value is not None:
            name = reference[len(chain.REMOTES) :].decode("utf-8", errors="replace")
            remote, _, rest = name.partition("/")
            found[f"{remote}/{LATEST if rest == 'snapshots' else rest.removeprefix('labels/')}"] = value
    return found
