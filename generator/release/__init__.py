"""Puts finished output in the place of the old, or leaves the old untouched; remembers what a build made."""

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
from generator.release.staging import StagingError, staged

__all__ = [
    "BuildRecord",
    "PageRecord",
    "StagingError",
    "digest_files",
    "digest_of",
    "html_name",
    "load_record",
    "record_path",
    "save_record",
    "staged",
    "take_over",
]
