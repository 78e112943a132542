"""Puts finished output in the place of the old, or leaves the old untouched; remembers what a build made."""

from generator.release.dossier import archive, is_dossier, write_dossier
from generator.release.record import (
    BuildRecord,
    PageRecord,
    digest_files,
    digest_of,
    html_name,
    load_record,
    record_path,
    save_record,
    take_over,
)
from generator.release.shares import Copy, CopyError, Link, cores, fork_copies, shares
from generator.release.staging import StagingError, staged
from generator.release.takeover import shared_digest, static_digests

__all__ = [
    "BuildRecord",
    "Copy",
    "CopyError",
    "Link",
    "PageRecord",
    "StagingError",
    "archive",
    "cores",
    "digest_files",
    "digest_of",
    "fork_copies",
    "html_name",
    "is_dossier",
    "load_record",
    "record_path",
    "save_record",
    "shared_digest",
    "shares",
    "staged",
    "static_digests",
    "take_over",
    "write_dossier",
]
