"""Opens a policy repository: layers of files, read once, with everything its YAML says."""

from generator.project.front_matter import FrontMatter, check_language, ref_is_name, split_front_matter
from generator.project.layers import Layer, SourceFile, find_layers
from generator.project.pin import PIN_FILE, SNAPSHOT_FILE, Library, library_of, pin_files, read_pin, unpacked
from generator.project.project import (
    LIBRARY,
    Project,
    layers_of,
    open_library,
    open_project,
    other_languages,
    translated,
)
from generator.project.registers import Registers
from generator.project.snapshot import Snapshot, read_snapshot
from generator.project.written import written_out

__all__ = [
    "LIBRARY",
    "PIN_FILE",
    "SNAPSHOT_FILE",
    "FrontMatter",
    "Layer",
    "Library",
    "Project",
    "Registers",
    "Snapshot",
    "SourceFile",
    "check_language",
    "find_layers",
    "layers_of",
    "library_of",
    "open_library",
    "open_project",
    "other_languages",
    "pin_files",
    "read_pin",
    "read_snapshot",
    "ref_is_name",
    "split_front_matter",
    "translated",
    "unpacked",
    "written_out",
]
