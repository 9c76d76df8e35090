"""``moment import``: take over what was published upstream."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from moment.cli.documents import text_of
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.output import is_colored, note, open_session, paint
from moment.cli.upstreaming import has_errors, refused, show, show_only, telling_refusals
from moment.diagnostics.summary import counted
from moment.sync.agreeing import Texts
from moment.sync.upstream_changes import Prefer
from moment.upstream.documents import import_document
from moment.upstream.importing import Step, import_upstream

_WORDS = {"+": ("write", "wrote"), "-": ("remove", "removed"), "~": ("change", "changed")}
_COLOURS = {"+": "32", "-": "31", "~": "33", ">": "36"}


@click.command("import")
@click.option(
    "--from-sift", "folder", is_flag=False, flag_value="", metavar="[DIR]",
    help="Events of sift, of this project or of the one in DIR.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@click.option("--prefer", type=click.Choice(["upstream", "local"]), help="Who is right where both sides changed.")
@global_options
@click.pass_context
def import_(invocation: click.Context, folder: str | None, dry_run: bool, prefer: Prefer | None) -> int:
    """Take over what was published upstream.

    What changed there since the last import is written where it stands, with its neighbours and comments untouched; new
    contexts and flows get files of their own. What changed here stays; what changed on both sides is left as it is.
    Exit 1: such a conflict, or events that cannot be read.
    """
    options = Options.of(invocation)
    chosen = options.format_among(REPORT_FORMATS)
    if folder is None:
        raise click.UsageError("say what to import: `--from-sift`")
    session = open_session(options, ())
    with telling_refusals():
        done = import_upstream(session, folder, prefer=prefer, dry_run=dry_run)
    if done.refusal is not None or done.takeover is None or done.given is None:
        raise refused(done.refusal) if done.refusal is not None else AssertionError
    code = 1 if has_errors(done.findings) else 0
    if chosen == "json":
        files = done.takeover.texts
        sys.stdout.write(text_of(import_document(done.steps, files, session.project.name, done.findings, dry=dry_run)))
    elif not show_only(options, session, done.findings, code=code, further={}):
        show(options, session, done.findings)
        _show_steps(options, done.steps)
        _close(options, done.given.texts, done.takeover.texts, len(done.steps), dry=dry_run)
    return code


def _show_steps(options: Options, steps: Sequence[Step]) -> None:
    colored = is_colored(options)
    width = max((len(step.kind) for step in steps), default=0)
    for step in steps:
        name = f"{step.element} → {step.new_name}" if step.new_name else step.element
        place = f"  {paint(f'{step.path}:{step.line}', '2', colored=colored)}" if step.path else ""
        sign = paint(step.sign, _COLOURS[step.sign], colored=colored)
        sys.stdout.write(f"{sign} {step.kind:<{width}}  {name}{place}\n")


def _close(options: Options, old: Texts, new: Texts, count: int, *, dry: bool) -> None:
    for path, text in sorted(new.items()):
        would, did = _WORDS["-" if not text.strip() else "~" if path in old else "+"]
        note(options, f"{f'would {would}' if dry else did} {path}")
    if not new:
        note(options, "nothing to take over")
    if dry and count:
        note(options, f"{counted(count, 'element')} would change; run without --dry-run to write them")
