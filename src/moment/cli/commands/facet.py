"""``moment facet``: the browser page, served while files change or written as one file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moment.cli.against import other_side
from moment.cli.errors import Failure
from moment.cli.options import Options, completed_by, global_options
from moment.cli.output import STANDARD_INPUT, note, open_session
from moment.cli.progress import tracked
from moment.cli.running import chosen_flows, stop
from moment.facet.errors import FacetError
from moment.facet.named import Named
from moment.facet.page import application
from moment.project.rules import UNREADABLE_FILE
from moment.project.saving import Output, save_outputs

if TYPE_CHECKING:
    from moment.facet.server import Listening

STANDARD_OUTPUT = "-"


@click.group(no_args_is_help=False)
@global_options
def facet() -> None:
    """Look at the runs in a browser.

    `serve` shows a project while it is being written, `export` writes one file that needs nothing else. PATHS are
    specifications, folders or a project; also a facet.json or .run files.
    """


@facet.command()
@click.argument("paths", nargs=-1)
@click.option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen (default 127.0.0.1: this machine).")
@click.option("--port", type=click.IntRange(0, 65535), help="Which port (default 4321, else the next free of ten).")
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
@click.option("--token-file", metavar="FILE", help="The token that a page must know; without it a new one.")
@click.option("--allow-host", "allowed", multiple=True, metavar="NAME", help="Another name of this server; repeatable.")
@click.option("--against", metavar="REV_OR_PATH", help="Compare with this Git revision, checkout or facet.json.")
@click.option("--editor", metavar="NAME", help="Places are links into this editor: vscode, cursor, zed, idea …")
@global_options
@click.pass_context
def serve(
    invocation: click.Context,
    paths: tuple[str, ...],
    host: str,
    port: int | None,
    opens: bool,
    token_file: str | None,
    allowed: tuple[str, ...],
    against: str | None,
    editor: str | None,
) -> int:
    """Show a project in a browser while it is being written.

    Starts with a broken specification as well. A host that others can reach needs the token that is printed with the
    address. Needs `pip install 'moment-ddd[facet]'`. Ctrl-C ends it.
    """
    options = Options.of(invocation)
    options.format_among(("text",))
    try:
        from moment.facet.server import Listening

        return _serve(options, paths, Listening(host, port, opens, token_file, allowed, editor), against)
    except FacetError as error:
        raise Failure(error.code, error.message, error.hint) from error


def _serve(options: Options, paths: Sequence[str], listening: Listening, against: str | None) -> int:
    from moment.facet import named
    from moment.facet.server import Content, require_extra, serve

    application()
    require_extra()
    if STANDARD_INPUT in paths:
        raise Failure("usage", "standard input cannot be watched", "name a file or a folder")
    what = named.named(paths)
    runs = tuple(named.run_at(path, with_payloads=True) for path in what.runs)
    other = _other(options, what, against) if against is not None else None
    if what.needs_session:
        for path in what.specifications:
            if not Path(path).exists():
                raise Failure("unreadable", f"`{path}` cannot be read: it does not exist", "check the path")
        content = Content(lambda: open_session(options, what.specifications), None, runs, other)
    else:
        content = Content(None, named.document_at(what.documents[0]) if what.documents else None, runs, other)
    serve(content, listening, say=_say_address)
    return 0


def _say_address(address: str) -> None:
    """Also with ``--quiet``: nobody would find the page without it."""
    sys.stderr.write(f"Facet: {address}  (Ctrl-C ends it)\n")
    sys.stderr.flush()


def _other(options: Options, what: Named, against: str) -> str:
    """The bundle of the other side."""
    from moment.facet import bundle, named
    from moment.project.simulating import simulated

    if against.endswith(".json"):
        return named.document_at(against)
    if not what.needs_session:
        raise Failure("usage", "`--against` a revision or a checkout needs a specification", "name a facet.json")
    session = open_session(options, what.specifications)
    other = other_side(options, session, what.specifications, against).session
    return bundle.text_of(bundle.page_document(other, simulated(other, other.domain().flows)))


@facet.command()
@click.argument("out", metavar="OUT")
@click.argument("paths", nargs=-1)
@click.option(
    "--flow", "flows", multiple=True, metavar="NAME", shell_complete=completed_by("flow_names"),
    help="Only this flow; repeatable.",
)  # fmt: skip
@click.option("--embed", is_flag=True, help="A fragment with the page in a frame, for another page.")
@click.option("--no-source", is_flag=True, help="Leave out the text of the specification.")
@click.option("--no-tables", is_flag=True, help="Leave out what the page needs to run a flow.")
@click.option("--payloads", is_flag=True, help="Keep the payloads of runs with more than 100,000 steps.")
@global_options
@click.pass_context
def export(
    invocation: click.Context,
    out: str,
    paths: tuple[str, ...],
    flows: tuple[str, ...],
    embed: bool,
    no_source: bool,
    no_tables: bool,
    payloads: bool,
) -> int:
    """Write the page as one file that opens anywhere.

    OUT is a file, `-` is standard output. Same bytes for same input. Exit 1: the specification cannot be run, and
    nothing is written.
    """
    options = Options.of(invocation)
    options.format_among(("text",))
    try:
        return _export(
            options, out, paths, flows, embed=embed, source=not no_source, tables=not no_tables, payloads=payloads
        )
    except FacetError as error:
        raise Failure(error.code, error.message, error.hint) from error


def _export(
    options: Options,
    out: str,
    paths: Sequence[str],
    flows: Sequence[str],
    *,
    embed: bool,
    source: bool,
    tables: bool,
    payloads: bool,
) -> int:
    from moment.behaviour.repairs import Effort
    from moment.facet import bundle, named
    from moment.facet.export import Content, exported
    from moment.project.simulating import run_configured, together

    application()
    what = named.named(paths)
    runs = tuple(named.run_at(path, with_payloads=payloads) for path in what.runs)
    if what.needs_session:
        session = open_session(options, what.specifications)
        held_back = session.held_back
        if held_back:
            code = stop(options, session, held_back)
            return 2 if any(each.code == UNREADABLE_FILE.code for each in held_back) else code
        chosen = chosen_flows(session.domain(), flows)
        effort = Effort()
        made = [
            run_configured(flow, session, effort)
            for flow in tracked(options, chosen, total=len(chosen), label="running")
        ]
        document = bundle.page_document(session, together(session, made), with_source=source, with_tables=tables)
        content = Content(session.project.name, bundle.text_of(document), runs)
    elif flows or not source or not tables:
        raise FacetError(
            "usage", "`--flow`, `--no-source` and `--no-tables` are for specifications", "name one of these"
        )
    else:
        text = named.document_at(what.documents[0]) if what.documents else None
        content = Content(Path(paths[0]).name, text, runs)
    write(options, out, exported(content, embed=embed))
    return 0


def write(options: Options, out: str, text: str) -> None:
    """The page at its place; what is in the way is a failure."""
    if out == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    problem = save_outputs([Output(Path(out), text, out, "OUT")])
    if problem is not None:
        raise Failure(problem.code, problem.message, problem.hint)
    note(options, f"{out} written: {len(text.encode()):,} bytes")
