"""Roles whose duties change: what each gains and loses, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.project import Project
from generator.review.redline.document import Unit

__all__ = ["RoleChange", "changed_roles"]


@dataclass(slots=True)
class RoleChange:
    """What changes for one role."""

    role: str
    title: str
    gained: list[str] = field(default_factory=list)
    """Ids of statements that came into force for it."""
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Ids of statements that stay its own and read differently."""
    old_holder: str = ""
    """Who held it, with the role that its duties fell to; empty on both sides where nothing changed."""
    new_holder: str = ""


def changed_roles(
    pairs: Iterable[tuple[Unit | None, Unit | None]], old: Project | None, new: Project | None
) -> list[RoleChange]:
    """Return the roles that changed statements name, and those that somebody else holds now, in order of the register."""
    found: dict[str, RoleChange] = {}

    def change(role: str) -> RoleChange:
        return found.setdefault(role, RoleChange(role, _title(role, new, old)))

    for before, after in pairs:
        if before and after and before.role == after.role:
            if before.line != after.line:
                change(after.role).changed.append(after.id)
            continue
        if before:
            change(before.role).lost.append(before.id)
        if after:
            change(after.role).gained.append(after.id)
    if old and new and old.organisation.readable and new.organisation.readable:
        for role in dict.fromkeys([*old.vocabulary.roles, *new.vocabulary.roles]):
            before_holder, after_holder = _holder(old, role), _holder(new, role)
            if before_holder != after_holder:
                entry = change(role)
                entry.old_holder, entry.new_holder = before_holder, after_holder
    order = _order(old.vocabulary.roles if old else {}, new.vocabulary.roles if new else {})
    return sorted(found.values(), key=lambda each: (order.get(each.role, len(order)), each.role))


def _title(role: str, *projects: Project | None) -> str:
    for project in projects:
        if project is not None and role in project.vocabulary.roles:
            return project.vocabulary.roles[role].title
    return role


def _holder(project: Project, role: str) -> str:
    """Return the post and person that have the duties of a role, and by way of which other role."""
    if role not in project.vocabulary.roles:
        return ""
    organisation = project.organisation
    bearer, holder = organisation.bearer(role), organisation.holder(role)
    words = (
        ", ".join(filter(None, (holder.holder, holder.person if holder.person != holder.holder else "")))
        if holder
        else ""
    )
    return f"{words} ({_title(bearer, project)})" if words and bearer != role else words


def _order(*registers: Mapping[str, object]) -> dict[str, int]:
    names = dict.fromkeys(name for register in registers[::-1] for name in register)
    return {name: number for number, name in enumerate(names)}
