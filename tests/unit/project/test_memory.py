"""What a process uses is its own, whatever the process that started it used."""

from __future__ import annotations

import subprocess
import sys

from moment.project.memory import used_memory


def test_what_is_used_grows_with_what_is_kept() -> None:
    before = used_memory()
    kept = bytearray(b"x") * (100 << 20)
    assert used_memory() - before > 90
    assert len(kept) == 100 << 20


def test_a_child_does_not_count_what_its_parent_used() -> None:
    kept = bytearray(b"x") * (300 << 20)
    code = "from moment.project.memory import used_memory; print(used_memory())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < float(done.stdout) < 200 < used_memory()
    assert len(kept) == 300 << 20
