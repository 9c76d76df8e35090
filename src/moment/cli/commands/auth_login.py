"""``moment auth login``: a code on this device, entered in a browser anywhere."""

from __future__ import annotations

import sys

import click

from moment.cli.options import Options, global_options
from moment.cli.signing import Signing
from moment.sync.credentials.answers import Answer, StrategyProblem
from moment.sync.credentials.device_grant import Prompt


@click.command()
@click.option("--host", metavar="H", help="The Git host; without it that of the remote `origin`, else github.com.")
@global_options
@click.pass_context
def login(invocation: click.Context, host: str | None) -> int:
    """Sign in at a Git host with the device flow of OAuth (RFC 8628).

    The authorisation server, our client id there and the scope are `[auth]` in moment.toml, or MOMENT_OAUTH_AUTHORITY,
    MOMENT_OAUTH_CLIENT_ID and MOMENT_OAUTH_SCOPE. The token goes into the keyring of the system, else into a file that
    only you can read. Exit 1: denied, too late, or the file is open to others.
    """
    signing = Signing(Options.of(invocation), host)
    try:
        found = signing.device.login(signing.host, _show)
    except StrategyProblem as problem:
        return signing.stop(problem)
    if signing.as_json:
        name = signing.device.name
        signing.document([Answer(name, True, name, found.username, found.scope, found.obtained)])
    else:
        sys.stdout.write(f"signed in at {signing.host}{f', scope {found.scope}' if found.scope else ''}\n")
    return 0


def _show(prompt: Prompt) -> None:
    minutes = max(1, round(prompt.expires_in / 60))
    sys.stderr.write(f"Enter the code {prompt.user_code} at {prompt.verification_uri} within {minutes} min.\n")
    if prompt.verification_uri_complete:
        sys.stderr.write(f"Or open {prompt.verification_uri_complete}\n")
    sys.stderr.flush()
