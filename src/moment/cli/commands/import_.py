"""``moment import``: take over what was published upstream."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.cli.output import is_colored, note, open_session, paint
from moment.cli.upstreaming import file_change, has_errors, new_file, refused, show, store_of, telling_refusals
from moment.diagnostics.model import Diagnostic, order
from moment.diagnostics.summary import counted
from moment.language.parser import parse
from moment.model.build import build
from moment.model.spec_hash import spec_hash
from moment.project.session import Session
from moment.sift.documents import import_document
from moment.sift.fold import Fold
from moment.sift.importing import ImportPlan, Step, plan_import
from moment.sift.merging import Prefer
from moment.sift.upstream import fold_of, missing
from moment.sync.imports import Course, carry_out
from moment.sync.reconciliation import ReconciliationState
from moment.text.source import Source

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
    chosen = options.format_among(DOCUMENT_FORMATS)
    if folder is None:
        raise click.UsageError("say what to import: `--from-sift`")
    session = open_session(options, ())
    root = Path(folder) if folder else session.project.root
    nothing = missing(root, folder or ".")
    if nothing is not None:
        raise Failure(nothing.code, nothing.message, nothing.hint, exit=1)
    fold = fold_of(root)
    with telling_refusals():
        plan = _planned(session, fold, prefer)
        if not dry_run and not plan.is_empty:
            _carry_out(session, fold, plan)
    findings = sorted((*fold.errors, *plan.findings), key=order)
    if chosen == "json":
        sys.stdout.write(text_of(import_document(plan, session.project.name, findings, dry=dry_run)))
    else:
        show(options, session, findings)
        _show_steps(options, plan.steps)
        _close(options, plan, dry=dry_run)
    return 1 if has_errors(findings) else 0


def _planned(session: Session, fold: Fold, prefer: Prefer | None) -> ImportPlan:
    state = ReconciliationState(store_of(session))
    refusal = state.store.read(state.stream).refusal
    if refusal is not None:
        raise refused(refusal)
    parsed = session.parsed.values()
    return plan_import(fold, state.bases, parsed, place=lambda path: new_file(session, path), prefer=prefer)


def _carry_out(session: Session, fold: Fold, plan: ImportPlan) -> None:
    store = store_of(session)
    changes = [file_change(session.project.root, path, *texts) for path, texts in sorted(plan.texts.items())]
    after = {path: parsed.source.text for path, parsed in session.parsed.items()}
    after.update({path: text or "" for path, (_, text) in plan.texts.items()})
    domain = build(parse(Source(path, text)) for path, text in after.items())
    left = [element for finding in plan.findings for element in finding.facts[:1]]
    done = carry_out(
        store,
        changes,
        plan.bases,
        course=Course("import", "DRIFT" if left else "APPLIED", 2 if left else 1),
        fingerprint=fold.fingerprint,
        specification_hash=spec_hash(domain),
        applied=[step.element for step in plan.steps],
        open_elements=left,
    )
    if isinstance(done, Diagnostic):
        raise refused(done)


def _show_steps(options: Options, steps: Sequence[Step]) -> None:
    colored = is_colored(options)
    width = max((len(step.kind) for step in steps), default=0)
    for step in steps:
        name = f"{step.element} → {step.new_name}" if step.new_name else step.element
        place = f"  {paint(f'{step.path}:{step.line}', '2', colored=colored)}" if step.path else ""
        sign = paint(step.sign, _COLOURS[step.sign], colored=colored)
        sys.stdout.write(f"{sign} {step.kind:<{width}}  {name}{place}\n")


def _close(options: Options, plan: ImportPlan, *, dry: bool) -> None:
    for path, (before, after) in sorted(plan.texts.items()):
        would, did = _WORDS["-" if after is None else "+" if before is None else "~"]
        note(options, f"{f'would {would}' if dry else did} {path}")
    if not plan.texts:
        note(options, "nothing to take over")
    if dry and plan.steps:
        note(options, f"{counted(len(plan.steps), 'element')} would change; run without --dry-run to write them")
