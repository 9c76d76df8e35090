"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import language, start

language.main()
print("start-up")
start.main()
