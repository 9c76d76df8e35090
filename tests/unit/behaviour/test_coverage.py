"""What the runs reached: also what happens in the middle of one action."""

from __future__ import annotations

from moment.behaviour.simulation import simulate
from tests.unit.behaviour.models import domain_of

DARKROOM = """\
context "Darkroom"
  aggregate "Film"
    identity filmId: UUID
    states None -> Exposed on FilmExposed -> Developed on FilmDeveloped -> Hung on FilmHung
    states Exposed -> Fogged on FilmFogged -> Developed on FilmRescued

    command ExposeFilm
      emits FilmExposed

    command HangFilm
      emits FilmHung

    event FilmExposed
      filmId: UUID
    event FilmDeveloped
      filmId: UUID
    event FilmFogged
      filmId: UUID
    event FilmRescued
      filmId: UUID
    event FilmHung
      filmId: UUID

  service Tank
    consumes FilmExposed
    produces FilmDeveloped
    description "Develops whatever is put into it"

flow "picture"
  lane darkroom "Darkroom"
  moment "Develop"
    darkroom: ExposeFilm
    darkroom: FilmExposed
    darkroom: FilmDeveloped
      triggered-by FilmExposed
    darkroom: HangFilm
      triggered-by FilmDeveloped
    darkroom: FilmHung
"""


def test_states_that_an_action_passes_through_are_reached() -> None:
    """The tank develops in the same action in which the film is exposed; the way through the fog is not taken."""
    (flow,) = simulate(domain_of(DARKROOM), max_faults=0).flows
    found = {each.name: each.reached for each in flow.coverage if each.kind.startswith("lifecycle")}
    assert found == {
        "None": 1, "Exposed": 1, "Developed": 1, "Hung": 1, "Fogged": 0,
        "None->Exposed": 1, "Exposed->Developed": 1, "Developed->Hung": 1,
        "Exposed->Fogged": 0, "Fogged->Developed": 0,
    }  # fmt: skip
