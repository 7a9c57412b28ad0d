"""What is said of the places of a session that are free."""

from __future__ import annotations

from portal.training.queries import words


class HasPlaces:
    """What is said of free places: of each kind apart, where they are counted apart."""

    mode: str
    capacity: int
    taken: int
    online_capacity: int
    online_taken: int

    @property
    def left_words(self) -> str:
        """How many places are left."""
        if not self.is_split or self.is_full:
            return words.places_left(self.capacity, self.taken if not self.is_full else self.capacity)
        here, online = self.capacity - self.taken, self.online_capacity - self.online_taken
        return words.places_left_in(here, online)

    @property
    def is_split(self) -> bool:
        """Whether places in person and online are counted apart."""
        return self.mode == "both" and self.online_capacity > 0

    @property
    def is_full(self) -> bool:
        """Whether only the waiting list is open."""
        return self.taken >= self.capacity and (not self.is_split or self.online_taken >= self.online_capacity)

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])
