"""CODEOWNERS: whom a forge asks for a review, made from the owners and approvers of the policies."""

from __future__ import annotations

from collections.abc import Iterator

from generator import git
from generator.policies import Policies, Policy
from generator.project import Project, split_front_matter

__all__ = ["CODEOWNERS", "codeowners"]

CODEOWNERS = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}
"""Where each forge looks for it."""
_SECURITY = "ciso"
_HEAD = (
    "# Who is asked to review what: the owners and approvers of the policies, as site_config/organisation.yml names them.",
    "# Written by `policy-site codeowners`; `policy-site codeowners --check` says whether it is still right.",
    "# The last line that fits a path counts.",
)


def codeowners(project: Project, policies: Policies) -> str:
    """Return the file. A role is named by the account or e-mail address of its holder; one without either is left out.

    Library policies that lie in no file of the repository have no line: their words change with the library's version
    in requirements.txt and their values in organisation.yml, which have lines of their own.
    """
    found = policies.policies.values()
    owners = [policy.owner for policy in found]
    approvers = [policy.approver for policy in found]
    rows = [("*", [_SECURITY]), ("/site_config/organisation.yml", [*owners, *approvers])]
    rows += [("/site_config/approvals.yml", approvers), ("/site_config/approved/", approvers)]
    rows += [(f"/site_config/approved/{policy.ref}/", [policy.approver]) for policy in found]
    rows += list(_templates(project, policies))
    rows += [("/.github/", [_SECURITY]), ("/.gitlab/", [_SECURITY]), ("/.gitlab-ci.yml", [_SECURITY])]
    below = git.prefix(project.root) if project.commit else ""
    lines = list(_HEAD)
    unnamed: dict[str, None] = {}
    for path, roles in rows:
        names = list(dict.fromkeys(name for role in roles if (name := _name(project, role))))
        unnamed.update(dict.fromkeys(role for role in roles if not _name(project, role)))
        if names:
            place = f"/{_escaped(below)}{path.lstrip('/')}" if below else path
            lines.append(f"{place} {' '.join(names)}")
    if unnamed:
        lines.insert(len(_HEAD), f"# Nobody is named for: {', '.join(unnamed)}.")
    return "\n".join(lines) + "\n"


def _templates(project: Project, policies: Policies) -> Iterator[tuple[str, list[str]]]:
    """Yield each template of the repository itself with the roles that answer for it."""
    own = project.layers[-1].origin
    by_path = {policy.path: policy for policy in policies.policies.values()}
    for path in sorted(project.files):
        for file in project.files[path]:
            if file.origin != own or not path.startswith("policy_templates/") or not path.endswith(".md"):
                continue
            policy = by_path.get(file.shown) or _policy_of(file.text or "", policies)
            if policy is not None:
                yield f"/{_escaped(path)}", [policy.owner, policy.approver]


def _policy_of(text: str, policies: Policies) -> Policy | None:
    front, _ = split_front_matter("", text, ())
    return policies.policies.get(front.text("overrides") or front.text("ref"))


def _name(project: Project, role: str) -> str:
    holder = project.organisation.holder(role)
    if holder is None:
        return ""
    return holder.forge or holder.email


def _escaped(path: str) -> str:
    return path.replace(" ", "\\ ")
