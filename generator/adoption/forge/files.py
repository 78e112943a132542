"""The files that a forge needs, by the path at which it looks for them."""

from __future__ import annotations

from pathlib import Path

from generator.adoption.forge.codeowners import CODEOWNERS, codeowners
from generator.policies import Policies
from generator.project import Project

__all__ = ["FORGES", "forge_files"]

_HERE = Path(__file__).parent
_HOOKS = {".pre-commit-config.yaml": "pre-commit-config.yaml"}
FORGES: dict[str, dict[str, str]] = {
    "github": {
        ".github/workflows/policies.yml": "github/policies.yml",
        ".github/workflows/redline-comment.yml": "github/redline-comment.yml",
        ".github/workflows/publish.yml": "github/publish.yml",
        ".github/workflows/due-dates.yml": "github/due-dates.yml",
        ".github/pull_request_template.md": "github/pull_request_template.md",
        **_HOOKS,
    },
    "gitlab": {
        ".gitlab-ci.yml": "gitlab/gitlab-ci.yml",
        ".gitlab/merge_request_templates/Default.md": "gitlab/merge_request_template.md",
        **_HOOKS,
    },
}
"""By forge: where each file goes, and which of ours it is."""


def forge_files(forge: str, project: Project, policies: Policies) -> dict[str, bytes]:
    """Return every file for a forge by its path in the repository; KeyError for an unknown forge."""
    files = {path: (_HERE / name).read_bytes() for path, name in FORGES[forge].items()}
    files[CODEOWNERS[forge]] = codeowners(project, policies).encode("utf-8")
    return files
