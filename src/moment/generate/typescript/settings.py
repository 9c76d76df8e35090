"""The keys of ``[generate.typescript]``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """``refusals`` says how a refusal leaves a method, ``extension`` what import paths end in."""

    refusals: Literal["return", "throw"] = "return"
    extension: Literal[".js", ".ts", ""] = ".js"
