"""What a pack is, and the packs that a portal has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.portal import Portal

__all__ = [
    "LISTS",
    "Pack",
    "complete_pack",
    "default_packs",
    "listed_packs",
    "page_pack",
    "policy_pack",
    "role_pack",
    "selected_pack",
]

LISTS = {
    "soa": "reference/applicability.md",
    "checklist": "reference/checklist/index.md",
    "emergency": "what-to-do/emergency-sheet.md",
}
"""Lists that are printed as they stand on a page of the portal; of an index, with the pages below it."""
_NAMES = {"soa": "statement-of-applicability", "checklist": "audit-checklist", "emergency": "emergency-sheet"}
_FORMS = "forms/"


@dataclass(frozen=True, slots=True)
class Pack:
    """One document to print."""

    name: str
    """Name of the file without its ending."""
    title: str
    kind: str
    """policy, policies (several in one document), duties, or page."""
    uris: tuple[str, ...]
    """Pages of the portal, in order."""
    policies: tuple[str, ...] = ()
    """Refs of the policies whose statements it prints."""
    controls: tuple[str, ...] = ()
    """The only controls it prints; empty for all."""
    short: str = ""

    @property
    def has_cover(self) -> bool:
        """Say whether it has a cover, document control and contents."""
        return self.kind in ("policy", "policies")


def _named(portal: Portal, name: str) -> str:
    language = f"-{portal.prefix.strip('/')}" if portal.prefix else ""
    return f"{name}{language}" if portal.edition == "staff" else f"{name}{language}-{portal.edition}"


def policy_pack(portal: Portal, ref: str) -> Pack:
    """Return the pack of one policy; KeyError where there is none."""
    policy = portal.policies.policies[ref]
    return Pack(_named(portal, ref), policy.title, "policy", (f"policies/{ref}.md",), (ref,), short=policy.short)


def complete_pack(portal: Portal) -> Pack:
    """Return the pack of all policies."""
    words, refs = portal.project.words, tuple(portal.policies.policies)
    short = words("packs.complete_short", count=len(refs), organisation=portal.project.organisation.name)
    uris = tuple(f"policies/{ref}.md" for ref in refs)
    return Pack(_named(portal, "all-policies"), words("packs.complete"), "policies", uris, refs, short=short)


def selected_pack(portal: Portal, refs: Sequence[str], controls: Sequence[str]) -> Pack:
    """Return one pack of some policies, or of some controls with the policies they stand in."""
    words, policies = portal.project.words, portal.policies.policies
    homes = {policy.ref for number in controls if (policy := portal.policies.policy_of(number)) is not None}
    chosen = tuple(ref for ref in policies if ref in refs or ref in homes)
    kept = [number for ref in refs for number in (control.number for control in policies[ref].controls)]
    numbers = tuple(dict.fromkeys([*controls, *kept])) if controls else ()
    short = words("packs.selection_short", titles=", ".join(policies[ref].title for ref in chosen))
    uris = tuple(f"policies/{ref}.md" for ref in chosen)
    return Pack(_named(portal, "selection"), words("packs.selection"), "policies", uris, chosen, numbers, short)


def role_pack(portal: Portal, role: str) -> Pack:
    """Return the pack of the duties of one role; KeyError where there is none."""
    title = portal.project.words("packs.duties", role=portal.project.vocabulary.roles[role].title)
    refs = tuple(
        ref for ref, policy in portal.policies.policies.items() if any(each.role == role for each in policy.in_force)
    )
    return Pack(_named(portal, f"duties-{role.replace('_', '-')}"), title, "duties", (f"roles/{role}.md",), refs)


def page_pack(portal: Portal, uri: str) -> Pack:
    """Return the pack of one page of the portal; KeyError where there is none."""
    page = portal.pages[uri]
    stem = uri.removesuffix(".md").rpartition("/")[2]
    return Pack(_named(portal, stem), page.title, "page", (uri,), short=page.description)


def listed_packs(portal: Portal, what: str) -> list[Pack]:
    """Return the packs of a list: soa, checklist, emergency, forms, or all; those whose page the edition has."""
    if what == "all":
        return default_packs(portal)
    if what == "forms":
        uris: Iterable[str] = [uri for uri in portal.pages if uri.startswith(_FORMS) and not uri.endswith("/index.md")]
    else:
        return [_list_pack(portal, what)] if LISTS[what] in portal.pages else []
    return [page_pack(portal, uri) for uri in uris if uri in portal.pages]


def _list_pack(portal: Portal, what: str) -> Pack:
    first = LISTS[what]
    folder = first.removesuffix("index.md")
    below = [uri for uri in portal.pages if folder != first and uri.startswith(folder) and uri != first]
    page = portal.pages[first]
    return Pack(_named(portal, _NAMES[what]), page.title, "page", (first, *below), short=page.description)


def default_packs(portal: Portal) -> list[Pack]:
    """Return the packs that a build prints: all policies, each policy, everyone's duties, sheets, lists and forms."""
    whole = portal.main is None or len(portal.policies.policies) == len(portal.main.policies.policies)
    packs = [complete_pack(portal)] if whole else []
    packs += [policy_pack(portal, ref) for ref in portal.policies.policies]
    if "roles/everyone.md" in portal.pages:
        packs.append(role_pack(portal, "everyone"))
    for what in ("emergency", "soa", "checklist", "forms"):
        packs += listed_packs(portal, what)
    return packs
