"""``moment drift``: where specification and implementation say different things, who moved, and whom it hurts."""

from __future__ import annotations

import time
from typing import Any

import click

from moment.cli.drifting import glanced, show
from moment.cli.options import Options, completed_by, global_options
from moment.cli.output import show_stats
from moment.cli.telling import publish_option, tell
from moment.sync.glance import Sight


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--strict", is_flag=True, help="Differences of mere representation count too.")
@click.option(
    "--element", "elements", multiple=True, metavar="ELEMENT", shell_complete=completed_by("element_names"),
    help="Only this element; repeatable.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["drift", "breaking", "never"]), help="What gives exit 1 (default: drift)."
)
@publish_option
@global_options
@click.pass_context
def drift(
    invocation: click.Context,
    paths: tuple[str, ...],
    strict: bool,
    elements: tuple[str, ...],
    fail_on: str | None,
    publish: bool,
) -> int:
    """Show where specification and implementation differ.

    The code is what `[implementation]` in moment.toml names. A direction comes from the last state in which both sides
    agreed. Without `--publish` nothing is written. Exit 1: something differs, or could not be read.
    """
    options = Options.of(invocation)
    started = time.perf_counter()
    found = glanced(options, paths, strict=True if strict else None, elements=elements)
    code = found.drift.exit(fail_on or found.session.project.config.drift.fail_on)
    show(options, found, code=code)
    show_stats(options, [found.session], drift=(time.perf_counter() - started) * 1000)
    tell(options, found.session, "DriftDetected", lambda: _detected(found), asked=publish)
    return code


def _detected(found: Sight) -> dict[str, Any]:
    from moment.sync.announcing import drift_detected

    return dict(drift_detected(found.drift))
