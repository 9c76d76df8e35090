"""A day at a boat rental, the model whose versions the tests of differences compare."""

from __future__ import annotations

from moment.behaviour.comparison import compare
from moment.behaviour.difference import Difference
from moment.behaviour.graph import Limits
from moment.behaviour.simulation import simulate
from tests.unit.behaviour.models import domain_of

BOATS = """\
context "Rental"
  aggregate "Boat"
    identity boatId: UUID
    states Moored -> Out on BoatRented -> Moored on BoatReturned
    command RentBoat
      input boatId: UUID
      emits BoatRented
    command ReturnBoat
      input boatId: UUID
      emits BoatReturned
    event BoatRented
      boatId: UUID
    event BoatReturned
      boatId: UUID

context "Guests"
  aggregate "Bill"
    identity billId: UUID
    command WriteBill
      input boatId: UUID
      emits BillWritten
    command Apologise
      emits GuestSoothed
    event BillWritten
      billId: UUID
    event GuestSoothed
      billId: UUID
    event GuestComplained
      billId: UUID
  policy SootheGuests
    trigger GuestComplained
    action "Apologises to whoever complains"
    chains-to Apologise

flow "afternoon"
  lane rental "Rental"
  lane guests "Guests"

  moment "Out"
    rental: RentBoat
    rental: BoatRented crosses-to guests via CustomerSupplier
      delivery at-least-once idempotent by boatId
      contract
        boatId: UUID [required]

  moment "Bill"
    guests: WriteBill
      triggered-by BoatRented
    guests: BillWritten

  moment "Back"
    rental: ReturnBoat
    rental: BoatReturned
"""
NO_KEY = BOATS.replace(" idempotent by boatId", "")
"""A second message writes a second bill."""
COMPLAINT = "    guests: GuestComplained\n      triggered-by BoatReturned\n"
STALLS = BOATS.replace("    guests: WriteBill\n", f"{COMPLAINT}    guests: WriteBill\n")
"""The guests wait for the boat to come back, which waits for the bill."""
TWO_FIELDS = BOATS.replace(
    "        boatId: UUID [required]\n", "        boatId: UUID [required]\n        deposit: Money [required]\n"
)
"""The contract wants a field that the event does not carry."""


def difference(
    before: str, after: str, *, max_faults: int = 1, strict: bool = False, states: int | None = None
) -> Difference:
    """From one text to the other; ``states`` is how many of them are looked into at most."""
    limits = Limits(states=states) if states is not None else None
    earlier = simulate(domain_of(before), max_faults=max_faults, limits=limits)
    now = simulate(domain_of(after), max_faults=max_faults, strict=strict, limits=limits)
    return compare(earlier, now)
