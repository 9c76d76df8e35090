"""Strings and numbers that a person can read, chosen by the words of a field's name."""

from __future__ import annotations

from moment.model.words import words

_TEXTS: dict[str, tuple[str, ...]] = {
    "email": ("ada@example.org", "grace@example.org", "alan@example.org"),
    "phone": ("+44 20 7946 0018", "+44 20 7946 0021", "+44 20 7946 0034"),
    "street": ("12 Harbour Street", "7 Mill Lane", "31 Station Road"),
    "address": ("12 Harbour Street, Bristol", "7 Mill Lane, Leeds", "31 Station Road, York"),
    "city": ("Bristol", "Leeds", "York"),
    "town": ("Bristol", "Leeds", "York"),
    "country": ("GB", "DE", "FR"),
    "postcode": ("BS1 4RB", "LS1 5QT", "YO1 7HH"),
    "zip": ("BS1 4RB", "LS1 5QT", "YO1 7HH"),
    "currency": ("EUR", "GBP", "USD"),
    "iban": ("DE02120300000000202051", "GB33BUKB20201555555555", "FR1420041010050500013M02606"),
    "firstname": ("Ada", "Grace", "Alan"),
    "lastname": ("Lovelace", "Hopper", "Turing"),
    "name": ("Ada Lovelace", "Grace Hopper", "Alan Turing"),
    "author": ("Ada Lovelace", "Grace Hopper", "Alan Turing"),
    "reason": ("no longer needed", "found a better offer", "arrived too late"),
    "description": ("a short description", "another short description", "a longer description"),
    "note": ("please ring twice", "handle with care", "leave with a neighbour"),
    "comment": ("please ring twice", "handle with care", "leave with a neighbour"),
    "message": ("please ring twice", "handle with care", "leave with a neighbour"),
    "title": ("First Title", "Second Title", "Third Title"),
    "sku": ("SKU-1001", "SKU-1002", "SKU-1003"),
    "code": ("CODE-101", "CODE-102", "CODE-103"),
    "reference": ("REF-2026-001", "REF-2026-002", "REF-2026-003"),
    "number": ("NO-2026-001", "NO-2026-002", "NO-2026-003"),
    "id": ("ID-001", "ID-002", "ID-003"),
    "url": ("https://example.org/1", "https://example.org/2", "https://example.org/3"),
    "carrier": ("Northern Parcel", "Blue Van", "City Courier"),
    "diagnosis": ("sprained ankle", "common cold", "migraine"),
    "colour": ("blue", "green", "red"),
    "color": ("blue", "green", "red"),
    "unit": ("kg", "m", "l"),
    "department": ("Sales", "Support", "Finance"),
}
_SMALL = frozenset(("quantity", "count", "items", "nights", "days", "attempts", "rank", "version", "seats"))


def text_for(name: str, draw: int) -> str:
    """A readable text for a field called ``name``; ``draw`` chooses among the few that fit."""
    spoken = [word.lower() for word in words(name)]
    for take in range(len(spoken)):
        found = _TEXTS.get("".join(spoken[take:]))
        if found is not None:
            return found[draw % len(found)]
    return f"{' '.join(spoken) or 'text'} {draw % 9 + 1}"


def number_for(name: str, draw: int, *, money: bool) -> int | float:
    """A positive number; amounts of money have cents."""
    if money:
        return round(draw % 190 + 10 + 0.99, 2)
    spoken = [word.lower() for word in words(name)]
    return draw % 4 + 1 if spoken and spoken[-1] in _SMALL else draw % 90 + 10
