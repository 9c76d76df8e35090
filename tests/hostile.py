"""A specification whose every name and text is as awkward as the language allows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_CHARACTERS = (
    *"\"'`*/\\{}$%#@|<>&;:,.!?()[]-_=+~^ \n\t", *"abcXYZ019", "end", "*/", "-->", "{{", "}}", "${", "é", "ß", "注", "🚚",
    "\u202e", "\u2028", "\u00a0", "\u0301", "\ufeff",
)  # fmt: skip
TEXTS = (
    'quote " and \' and ` tick', "close */ and --> and <!-- open", "brace {{ x }} and {% raw %} and ${code}",
    "bar | cell | bar", "back\\slash \\n", "line\nbreak\n\n# heading\n- item", "../../etc/passwd", "end",
    "yes: no", "- dash", "# hash", "@tag not a tag", "<script>alert(1)</script> &amp;", "tab\tand \u202ebidi\u202c",
    "Größe ñ 注文 🚚", "; drop ; end", "[link](javascript:x) *bold* _it_", "'''triple \"\"\" quotes", "%% comment",
    "null", "~", "2026-01-15", "0x10", "1e3", "Given something:", "Feature: x", "* star", "\"\"\"", "Scenario Outline: <x>",
)  # fmt: skip
WORDS = (
    "delete", "class", "import", "None", "then", "constructor", "Größe", "注文", "end", "lambda", "self", "read", "type",
    "str", "int", "list", "dict", "object", "property", "Literal", "dataclass", "UUID_", "datetime", "Decimal", "wire_",
)  # fmt: skip


def quoted(text: str) -> str:
    """``text`` as a string of the language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def hostile(texts: Sequence[str] = TEXTS, words: Sequence[str] = WORDS) -> str:
    """Three contexts and two flows in which ``texts`` stand wherever a string may, ``words`` wherever a name may.

    Any number of either will do: they are taken in turn. Names are told apart by what stands before them, so only
    what ``texts`` and ``words`` hold themselves can make two names one.
    """
    take = iter(range(1_000_000))

    def text() -> str:
        return quoted(texts[next(take) % len(texts)])

    def word(start: str) -> str:
        return f"{start}{words[next(take) % len(words)]}"

    def plain(number: int) -> str:
        return words[number % len(words)]

    places = [quoted(f"{number} {texts[number % len(texts)]}") for number in range(1, 6)]
    first, second, third, flow, other = places
    done, again, shipped = word("Done"), word("Again"), word("Shipped")
    do, undo, ship = word("Do"), word("Undo"), word("Ship")
    line, kind = word("Line"), word("Kind")
    fields = list(dict.fromkeys(f"{plain(number)}" for number in range(len(words)) if plain(number)[0] != "_"))[:12]
    declared = "\n".join(
        f"      {name}: {('string', 'number', 'UUID', line, kind + '[]')[n % 5]}" for n, name in enumerate(fields)
    )
    contract = "\n".join(
        f"        {name}: {('string', 'number', 'UUID', line, kind + '[]')[n % 5]}{' [required]' if n % 2 else ''}"
        for n, name in enumerate(fields)
    )
    return f"""\
context {first} [Core]
  description {text()}
  @retention({text()})
  aggregate {text()} identity key: UUID
    states Start -> {plain(1)}X on {done} -> {plain(2)}Y on {again}
    command {do}
      input {", ".join(f"{name}: {('string', 'number', 'UUID', line, kind + '[]')[n % 5]}" for n, name in enumerate(fields))}
      precondition first: {text()} in Start
      precondition second: {text()}
      emits {done}
    command {undo} input key: UUID emits {again}
    event {done}
{declared}
      old: string [deprecated {text()} -> "key"]
      key: UUID
    event {again} key: UUID
    invariant I-1 {text()} scope {line}
  value-object {line}
    {plain(3)}: string
    {plain(4) + "2"}: {line}?
  enum {kind} = {" | ".join(f"{plain(number)}V{number}" for number in range(4))}
  projection {word("View")} from {done}
    key: UUID
  service {word("Serve")} consumes {done} produces {again} description {text()}
  term {text()} {text()}
  relationship {first} -> {second} type CustomerSupplier contract {text()}

context {second} [Supporting]
  description {text()}
  aggregate {text()} identity key: UUID
    command {ship} input key: UUID emits {shipped}
    event {shipped} key: UUID
  policy {word("React")} trigger {done} action {text()} chains-to {ship}
  saga {word("Saga")} trigger {done} states A -> B on {shipped}
    undo {ship} with {ship} compensation {text()} timeout 3d

context {third}
  description {text()}

flow {flow} description {text()}
  lane a {first}
  lane b {second}
  branch-lane lost {text()}
  moment {text()}
    a: {do}
    a: {done} crosses-to b via CustomerSupplier
      contract
{contract}
        key: UUID [required]
  moment {text()} [branch]
    when {word("yes")}
      b: {ship} triggered-by {done}
      b: {shipped}
    when {word("no")} [lost]
      lost: {again} [terminal]

flow {other}
  lane a {first}
  moment {text()}
    a: {undo}
    a: {again}
"""


def by_chance(seed: int) -> str:
    """A hostile specification whose texts and words are drawn from awkward characters; names in it may collide."""
    chance = Random(seed)
    texts = ["".join(chance.choices(_CHARACTERS, k=chance.randint(1, 14))) for _ in range(40)]
    words = [chance.choice(WORDS) + chance.choice(("", "", "X", "-y", "_z", "9", "ß", "Ω")) for _ in range(30)]
    return hostile(texts, words)
