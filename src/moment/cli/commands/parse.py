"""``moment parse``: show the model, the syntax tree or the tokens."""

from __future__ import annotations

import sys

import click

from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.cli.output import counted_exit, open_session, show_findings, show_stats, summary_of
from moment.diagnostics.model import Severity
from moment.project.session import Session


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--tree", is_flag=True, help="Print the syntax tree.")
@click.option("--tokens", is_flag=True, help="Print the tokens and what stands between them.")
@global_options
@click.pass_context
def parse(invocation: click.Context, paths: tuple[str, ...], tree: bool, tokens: bool) -> int:
    """Show what the specification says.

    Prints counts; with --json the whole resolved model (moment.model/1). Exit 1 when the text has syntax errors or
    names that nothing declares.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    if (tree or tokens) and chosen == "json":
        raise click.UsageError("`--tree` and `--tokens` are for reading, `--json` prints the model")
    session = open_session(options, paths)
    found = [
        finding
        for finding in session.shown(session.diagnostics(behaviour=False))
        if finding.severity is Severity.ERROR and finding.code[:4] in ("MOM0", "MOM1", "MOM9")
    ]
    code = counted_exit(found, Severity.ERROR)
    if chosen == "json":
        from moment.model.json import to_json

        sys.stdout.write(to_json(session.domain(), session.sources, project=session.project.name))
        return code
    if tree or tokens:
        _show_syntax(session, tokens=tokens)
    else:
        from moment.model.counts import summary

        show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
        sys.stdout.write(summary(session.domain()) + "\n")
    show_stats(options, [session])
    return code


def _show_syntax(session: Session, *, tokens: bool) -> None:
    from moment.cli.dump import token_lines, tree_lines

    for path, parsed in session.parsed.items():
        if len(session.parsed) > 1:
            sys.stdout.write(f"{path}\n")
        for line in token_lines(parsed) if tokens else tree_lines(parsed):
            sys.stdout.write(line + "\n")
