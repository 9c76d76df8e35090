"""Programs that are asked for credentials: without a terminal, without a shell, without tokens around, and not for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from moment.sync.credentials.answers import StrategyProblem
from moment.sync.credentials.environment import without_tokens
from moment.sync.credentials.secret import Secret

_QUIET = {
    "GH_PROMPT_DISABLED": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "GCM_INTERACTIVE": "never",
}  # fmt: skip
_MOST = 64 * 1024
"""Bytes of an answer that are read; no credential is longer."""


def find(program: str, environment: Mapping[str, str] | None = None) -> str | None:
    """Where ``program`` is in the folders of ``PATH``, by its absolute path."""
    path = (os.environ if environment is None else environment).get("PATH")
    found = shutil.which(program, path=path)
    return found if found is not None and Path(found).is_absolute() else None


def ask(
    command: Sequence[str], *, stdin: str = "", seconds: float, environment: Mapping[str, str] | None = None
) -> Secret | None:
    """What the program prints; ``None`` when it fails, which is how these programs say that they have nothing.

    What it writes to standard error is thrown away: it may quote what it was given. It runs in the user's home, where no
    settings of a project decide. Raises ``StrategyProblem`` when it does not end or cannot be started.
    """
    known = os.environ if environment is None else environment
    home = known.get("HOME") or known.get("USERPROFILE") or os.sep
    try:
        done = subprocess.run(
            list(command), input=stdin.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds,
            env=without_tokens(known, **_QUIET), cwd=home if Path(home).is_dir() else os.sep, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise StrategyProblem(f"`{Path(command[0]).name}` did not answer in {seconds:g} s") from None
    except OSError as error:
        reason = str(error.strerror or error).lower()
        raise StrategyProblem(f"`{Path(command[0]).name}` cannot be started: {reason}") from None
    if done.returncode != 0:
        return None
    return Secret(done.stdout[:_MOST].decode("utf-8", errors="replace"))
