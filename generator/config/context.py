"""The values of an organisation as templates and rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config.organisation import Organisation
from generator.config.registers import Role
from generator.text.sandbox import Group, RoleName, value_of

__all__ = ["known_names", "template_context"]


def template_context(organisation: Organisation, roles: Mapping[str, Role]) -> dict[str, Any]:
    """Return what a template may read: every group of values, `role` (its words) and `contact` (who holds it)."""
    context: dict[str, Any] = {}
    for group, values in organisation.settings.groups().items():
        context[group] = Group(
            {
                key: value_of(
                    value.parameter.name,
                    value.data,
                    unit=value.parameter.unit,
                    labels=value.parameter.labels,
                )
                for key, value in values.items()
            }
        )
    names = {}
    for role in roles.values():
        name = RoleName(role.subject)
        name.role = role.id
        names[role.id] = name
    context["role"] = Group(names)
    context["contact"] = Group({role: value_of(f"contact.{role}", _contact(organisation, role)) for role in roles})
    return context


def _contact(organisation: Organisation, role: str) -> str:
    """Return who to turn to for a role: post or person, telephone, e-mail; as much as is known."""
    holder = organisation.holder(role)
    if holder is None:
        return organisation.roles[role].title if role in organisation.roles else role
    return ", ".join(filter(None, (holder.holder, holder.phone, holder.email)))


def known_names(organisation: Organisation, roles: Mapping[str, Role]) -> dict[str, frozenset[str]]:
    """Return the groups that templates know, and the names in each."""
    known = {group: frozenset(values) for group, values in organisation.settings.groups().items()}
    known["role"] = known["contact"] = frozenset(roles)
    return known
