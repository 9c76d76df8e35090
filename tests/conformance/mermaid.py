"""What mermaid makes of diagrams, in a Chromium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.conformance.browser import page
from tests.conformance.judged import TOOLS

_DRAW = """async (texts) => {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  const found = [];
  for (const [number, text] of texts.entries()) {
    try {
      await mermaid.parse(text);
      const { svg } = await mermaid.render(`d${number}`, text);
      const holder = document.createElement('div');
      holder.innerHTML = svg;
      document.body.append(holder);
      const labels = [...holder.querySelectorAll('text, foreignObject')].map((each) => each.textContent.trim());
      const messages = holder.querySelectorAll('.messageLine0, .messageLine1').length;
      const participants = [...holder.querySelectorAll('text.actor')].map((each) => each.textContent.trim());
      holder.remove();
      found.push({ error: null, labels, messages, participants });
    } catch (error) {
      found.push({ error: String(error), labels: [], messages: 0, participants: [] });
    }
  }
  return found;
}"""


def draw(texts: Sequence[str]) -> list[dict[str, Any]]:
    """For each text its ``labels``, number of ``messages`` and ``participants``, or the ``error`` that mermaid has."""
    with page() as browser:
        browser.add_script_tag(path=str(TOOLS / "mermaid/dist/mermaid.min.js"))
        found: list[dict[str, Any]] = browser.evaluate(_DRAW, list(texts))
    return found
