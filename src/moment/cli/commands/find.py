"""``moment find``: look up elements of the model by name."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
import msgspec

from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options, completed_by, global_options
from moment.cli.output import is_colored, note, open_session, paint, show_stats
from moment.model.walk import Listed, elements
from moment.project.session import Session
from moment.text.nearest import nearest

KINDS = (
    "context", "aggregate", "command", "event", "value-object", "enum", "invariant", "service", "policy", "saga",
    "projection", "term", "relationship", "field", "flow", "moment", "placement", "crossing",
)  # fmt: skip


class Found(msgspec.Struct, frozen=True):
    """One element: its kind, identity, name, one-line signature and place (line and column from 1)."""

    kind: str
    id: str
    name: str
    signature: str
    path: str
    line: int
    column: int


class Find(msgspec.Struct, frozen=True):
    """What `moment find` answers, in declared order."""

    format: str
    project: str
    query: str
    items: tuple[Found, ...]


@click.command()
@click.argument("query")
@click.argument("paths", nargs=-1)
@click.option("--kind", multiple=True, metavar="K", help="Only this kind: event, command, field, policy …")
@click.option(
    "--context", "owner", metavar="C", shell_complete=completed_by("context_names"), help="Only in this context."
)
@global_options
@click.pass_context
def find(
    invocation: click.Context, query: str, paths: tuple[str, ...], kind: tuple[str, ...], owner: str | None
) -> int:
    """Look up elements of the model.

    QUERY is a part of a name or identity, in any case; `Order/*` style wildcards work. Exit 1: nothing found.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    session = open_session(options, paths)
    listed = list(elements(session.domain()))
    _known_kinds(kind, listed)
    found = [
        element
        for element in listed
        if _matches(element, query)
        and (not kind or element.kind in kind)
        and (owner is None or element.id == owner or element.id.startswith(f"{owner}/"))
    ]
    found.sort(key=lambda element: element.name.lower() != query.lower())
    if chosen == "json":
        _write_json(session, query, found)
    else:
        _write_text(options, session, found)
        if not found:
            guess = nearest(query, dict.fromkeys(element.name for element in listed))
            note(options, f"nothing is called `{query}`" + (f"; did you mean `{guess}`?" if guess else ""))
    show_stats(options, [session])
    return 0 if found else 1


def _known_kinds(wanted: Sequence[str], listed: Sequence[Listed]) -> None:
    for kind in wanted:
        if kind not in KINDS and not any(element.kind == kind for element in listed):
            guess = nearest(kind, KINDS)
            hint = f"did you mean `{guess}`?" if guess else f"kinds are {', '.join(KINDS)}"
            raise Failure("usage", f"no kind `{kind}`", hint)


def _matches(element: Listed, query: str) -> bool:
    wanted = query.lower()
    if "*" in query or "?" in query:
        from fnmatch import fnmatchcase

        return fnmatchcase(element.id.lower(), wanted) or fnmatchcase(element.name.lower(), wanted)
    return wanted in element.name.lower() or wanted in element.id.lower().rpartition("/")[2]


def _position(session: Session, element: Listed) -> tuple[int, int]:
    return session.sources[element.place.path].position(element.place.start)


def _write_text(options: Options, session: Session, found: Sequence[Listed]) -> None:
    colored = is_colored(options)
    kinds = max((len(element.kind) for element in found), default=0)
    width = min(80, max((len(element.signature) for element in found), default=0))
    for element in found:
        line, column = _position(session, element)
        place = paint(f"{element.place.path}:{line}:{column}", "36", colored=colored)
        kind = paint(f"{element.kind:<{kinds}}", "2", colored=colored)
        sys.stdout.write(f"{kind}  {element.signature:<{width}}  {place}\n")


def _write_json(session: Session, query: str, found: Sequence[Listed]) -> None:
    items = tuple(
        Found(
            element.kind, element.id, element.name, element.signature, element.place.path, *_position(session, element)
        )
        for element in found
    )
    document = Find("moment.find/1", session.project.name, query, items)
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")
