"""What walks saw, as labelled lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.action_names import in_words
from moment.behaviour.instances import bare
from moment.behaviour.machine import Plan
from moment.behaviour.walks.interval import wilson
from moment.behaviour.walks.summary import MODES, Breach, Ending, Summary

_SHOWN = 3


def lines(walks: Summary, plan: Plan) -> Iterator[tuple[str, str]]:
    """Label and text: shares of the uniform walks with their 95 % intervals, bad ends with an example, what was seen."""
    uniform = walks.of_mode("uniform")
    ends = sorted((each for each in walks.endings if each.mode == "uniform"), key=lambda each: -each.walks)
    yield "walks", f"{_number(walks.walks)}: {', '.join(_share(each, uniform) for each in ends) or 'no end seen'}"
    guided = [f"{_number(walks.of_mode(mode))} {mode}" for mode in MODES[1:] if walks.of_mode(mode)]
    if guided:
        yield "of these", f"{_number(uniform)} uniform, {', '.join(guided)}"
    shown = sorted(walks.breaches, key=lambda each: (each.faults, each.number))
    for breach in shown[:_SHOWN]:
        yield "walked into", _breach(breach, walks.walks, plan)
    if len(shown) > _SHOWN:
        yield "walked into", f"… and {len(shown) - _SHOWN} more bad ends, all of them in facet.json"
    yield "seen", ", ".join([_distinct(walks), *_seen(walks, plan)])


def _share(ending: Ending, of: int) -> str:
    low, high = wilson(ending.walks, of)
    outcome = f' "{ending.outcome}"' if ending.outcome is not None else ""
    return f"{ending.verdict}{outcome} {ending.walks / of * 100:.1f} % ({low * 100:.1f}–{high * 100:.1f})"


def _breach(breach: Breach, of: int, plan: Plan) -> str:
    steps = ", then ".join(in_words(breach.recipe)) or "no choice"
    faults = f"{breach.faults} fault{'s' if breach.faults != 1 else ''}" if breach.faults else "without a fault"
    about = _name(breach.detail if breach.verdict == "unanticipated" else breach.subject, plan)
    share = f"{_number(breach.walks)} of {_number(of)}"
    return f"{breach.verdict} of {about} in {share}; walk {breach.number}, {faults}: {steps}"


def _name(element: str, plan: Plan) -> str:
    """What a person calls the element of a verdict."""
    names = {step.placement.id: step.placement.node.name for step in plan.steps}
    names |= {route.crossing.id: route.name.replace(">", " to ") for route in plan.routes}
    return names.get(element) or element.rpartition("/")[2]


def _distinct(walks: Summary) -> str:
    if not walks.left_out:
        return f"{_number(walks.distinct)} distinct end{'' if walks.distinct == 1 else 's'}"
    return f"about {_number(walks.distinct)} distinct ends ({len(walks.signatures)} counted)"


def _seen(walks: Summary, plan: Plan) -> Iterator[str]:
    """How much of the flow the walks went through, and what none did."""
    taken = {bare(each.action) for each in walks.actions}
    done = {name.partition("=")[0].partition("(×")[0] for name in taken if not name.startswith("choose:")}
    arms = [(f"choose:{m.slug}={arm.condition}", arm.condition) for m in plan.flow.moments for arm in m.arms]
    routes = [(f"deliver:{route.name}", route.name) for route in plan.routes]
    handled = [(f"handle:{s.name}", s.placement.node.name) for s in plan.steps if s.command is not None]
    for label, wanted, there in (("arms", arms, taken), ("crossings", routes, taken), ("commands", handled, done)):
        names = dict(wanted)
        missed = [shown for name, shown in names.items() if name not in there]
        if names:
            never = ", ".join(missed[:_SHOWN]) + (" …" if len(missed) > _SHOWN else "")
            yield f"{label} {len(names) - len(missed)}/{len(names)}" + (f" (never: {never})" if missed else "")


def _number(number: int) -> str:
    return f"{number:,}"
