"""Facet, the browser page: served, exported, or shown in a notebook.

    moment.facet.show(simulation)

Importing the package loads nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moment.facet.show import show

__all__ = ["show"]


def __getattr__(name: str) -> object:
    if name != "show":
        raise AttributeError(f"module 'moment.facet' has no attribute {name!r}")
    from importlib import import_module

    return import_module("moment.facet.show").show
