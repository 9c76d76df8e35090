"""Sets of states as rows of words: which fields a row must look at, and where each field stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

WORD = 32
Cube = Mapping[int, int]


class Space:
    """States given by the numbers of their values; a set of states is an integer with a bit for each."""

    def __init__(self, states: Sequence[Sequence[int]], sizes: Sequence[int]) -> None:
        self.states = states
        self.sizes = sizes
        self.all = (1 << len(states)) - 1
        self._with: list[list[int]] = []
        for number, size in enumerate(sizes):
            found = [bytearray(len(states) // 8 + 1) for _ in range(size)]
            for position, state in enumerate(states):
                found[state[number]][position >> 3] |= 1 << (position & 7)
            self._with.append([int.from_bytes(each, "little") for each in found])

    def of(self, numbers: Iterable[int]) -> int:
        found = bytearray(len(self.states) // 8 + 1)
        for number in numbers:
            found[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(found, "little")

    def cubes(self, members: int, *, free: int = 0, keep: Iterable[int] = ()) -> Iterator[dict[int, int]]:
        """Conditions on few fields that hold in ``members`` once each, perhaps in ``free``, and nowhere else."""
        kept = sorted(keep)
        rest = [n for n in range(len(self._with) - 1, -1, -1) if n not in kept and self.sizes[n] > 1]
        left = members
        while left:
            found, known = self._cube(left, kept, rest, outside=self.all & ~(left | free))
            left &= ~known
            yield found

    def covers(self, members: int, wanted: Iterable[int]) -> Iterator[dict[int, int]]:
        """Conditions that hold somewhere in ``members`` and nowhere else, on the fields ``wanted`` first if these do."""
        rest = [number for number in reversed(list(wanted)) if self.sizes[number] > 1]
        left = members
        while left:
            found, known = self._cube(left, [], rest, outside=self.all & ~members)
            left &= ~known
            yield found

    def _cube(self, left: int, kept: Sequence[int], rest: Sequence[int], *, outside: int) -> tuple[dict[int, int], int]:
        """The condition of the first state that is ``left`` without the fields of ``rest`` that it can do without."""
        state = self.states[(left & -left).bit_length() - 1]
        known = self.all
        for number in kept:
            known &= self._with[number][state[number]]
        behind = [self.all]
        for number in reversed(rest):
            behind.append(behind[-1] & self._with[number][state[number]])
        behind.reverse()
        found = {number: state[number] for number in kept}
        for position, number in enumerate(rest):
            if known & behind[position + 1] & outside:
                known &= self._with[number][state[number]]
                found[number] = state[number]
        return found, known


class Bits:
    """Where fields stand in the words of a state, none of them in two words."""

    def __init__(self, sizes: Iterable[int]) -> None:
        self.places: list[tuple[int, int]] = []
        self.bits = 0
        for size in sizes:
            width = max((size - 1).bit_length(), 1)
            if self.bits % WORD + width > WORD:
                self.bits += WORD - self.bits % WORD
            self.places.append((self.bits, width))
            self.bits += width
        self.words = max(-(-self.bits // WORD), 1)

    def words_of(self, cube: Cube) -> list[int]:
        """The words in which each field of ``cube`` has its value, the rest 0."""
        return self._split(sum(value << self.places[number][0] for number, value in cube.items()))

    def row(self, cube: Cube, after: Cube | None = None) -> list[int]:
        """Mask and value of ``cube``, and with ``after`` the words that its fields then have."""
        mask = self._split(sum(((1 << self.places[number][1]) - 1) << self.places[number][0] for number in cube))
        found = mask + self.words_of(cube)
        return found if after is None else found + self.words_of({**cube, **after})

    def _split(self, whole: int) -> list[int]:
        return [whole >> (WORD * number) & 0xFFFFFFFF for number in range(self.words)]


class Seats:
    """The fields of every instance in one state: what they share stands once, then come ``extra`` fields."""

    def __init__(self, sizes: Sequence[int], shared: frozenset[int], instances: int, extra: Sequence[int]) -> None:
        self.instances = instances
        own = [number for number in range(len(sizes)) if number not in shared]
        common = [number for number in range(len(sizes)) if number in shared]
        self.order = [(instance, number) for instance in range(instances) for number in own]
        self.order += [(-1, number) for number in common]
        places = {seat: place for place, seat in enumerate(self.order)}
        self._of = [
            [places[(-1 if number in shared else instance, number)] for number in range(len(sizes))]
            for instance in range(instances)
        ]
        self.extra = len(self.order)
        self.bits = Bits([sizes[number] for _, number in self.order] + list(extra))

    def cube(self, instance: int, cube: Cube) -> dict[int, int]:
        """A condition on the fields of an instance as one on those of the whole state."""
        seats = self._of[instance]
        return {seats[number]: value for number, value in cube.items()}
