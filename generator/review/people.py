"""Who is who: the person who holds a role, and the names and addresses under which git knows that person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from generator import git
from generator.config.organisation import Organisation

__all__ = ["Person", "person_of"]


_UNSEEN = ("Cf", "Mn")
"""Characters that nobody sees, and marks on letters, which not everybody types."""


@dataclass(frozen=True, slots=True)
class Person:
    """The person who answers for a role."""

    role: str
    """The role that was asked for."""
    name: str
    """Empty where nobody is named."""
    addresses: frozenset[str]
    """E-mail addresses in lower case."""

    def is_author(self, name: str, email: str) -> bool:
        """Say whether an author whom git names is this person, by address or by name."""
        return email.casefold() in self.addresses or (bool(self.name) and _plain(name) == _plain(self.name))

    def wrote(self, revision: git.Revision) -> bool:
        """Say whether this person is among the authors of a commit."""
        return any(self.is_author(name, email) for name, email in revision.authors)

    def owns(self, email: str) -> bool:
        """Say whether an address is one of this person's."""
        return email.casefold() in self.addresses


def person_of(organisation: Organisation, role: str) -> Person:
    """Return who answers for a role: its holder, or that of the role it falls to."""
    holder = organisation.holder(role)
    if holder is None:
        return Person(role, "", frozenset())
    addresses = [holder.email, *holder.git]
    return Person(role, holder.person, frozenset(_addresses(addresses)))


def _addresses(found: Iterable[str]) -> Iterable[str]:
    return (address.casefold() for address in found if "@" in address)


def _plain(name: str) -> list[str]:
    """Return the words of a name, however it is typed: 'Muster, Ada' is Ada Muster, in whatever form of Unicode."""
    seen = "".join(each for each in unicodedata.normalize("NFKD", name) if unicodedata.category(each) not in _UNSEEN)
    return sorted(unicodedata.normalize("NFKC", seen).casefold().replace(",", " ").split())
