"""Ready files for a forge: workflows, templates, hooks, and who has to review what."""

from generator.adoption.forge.codeowners import CODEOWNERS, codeowners
from generator.adoption.forge.files import FORGES, forge_files

__all__ = ["CODEOWNERS", "FORGES", "codeowners", "forge_files"]
