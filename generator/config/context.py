"""The values of an organisation as templates and rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config.organisation import Organisation
from generator.config.registers import Role
from generator.text.sandbox import Group, RoleName, value_of

__all__ = ["known_names", "template_context"]


def template_context(organisation: Organisation, roles: Mapping[str, Role]) -> dict[str, Any]:
    """Return what a template may read: every group of values, and `role`."""
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
    return context


def known_names(organisation: Organisation, roles: Mapping[str, Role]) -> dict[str, frozenset[str]]:
    """Return the groups that templates know, and the names in each."""
    known = {group: frozenset(values) for group, values in organisation.settings.groups().items()}
    known["role"] = frozenset(roles)
    return known
