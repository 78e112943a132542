"""The form of the approval ledger, site_config/approvals.yml."""

from __future__ import annotations

from typing import Any

__all__ = ["APPROVALS_SCHEMA"]

_LINE = {"type": "string", "minLength": 1, "maxLength": 1000}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_VERSION = {
    "type": "string",
    "pattern": r"^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2}\Z",
    "x-form": "a version such as 1.0 or 2.3.1",
    "description": "The version that was approved.",
}
_DIGEST = {"type": "string", "pattern": r"^[0-9a-f]{64}\Z", "x-form": "a SHA-256 in hexadecimal"}
_SIGNATORY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["role", "person"],
    "properties": {
        "role": {**_LINE, "description": "An id of roles.yml."},
        "person": {**_LINE, "description": "The person's name."},
    },
}
_SLUG = {"type": "string", "pattern": r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "x-form": "lower-case words joined by hyphens"}

APPROVALS_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The approval ledger",
    "description": "Written by `policy-site approve` and `policy-site review`; entries are added, never changed.",
    "type": "object",
    "additionalProperties": False,
    "required": ["entries"],
    "properties": {
        "entries": {
            "type": ["array", "null"],
            "description": "Every approval and review, the oldest first.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "policy", "version", "digest", "language", "recorded_by", "evidence"],
                "if": {"required": ["kind"], "properties": {"kind": {"const": "review"}}},
                "then": {"required": ["reviewed_by", "reviewed_on"]},
                "else": {"required": ["approved_by", "approved_on", "in_force_from"]},
                "properties": {
                    "kind": {
                        "enum": ["approval", "values", "review"],
                        "description": "approval of a text, approval of delegated values by the owner, or review of a text left unchanged.",
                    },
                    "policy": {**_SLUG, "description": "The ref of the policy."},
                    "version": _VERSION,
                    "digest": {**_DIGEST, "description": "SHA-256 of the normative text."},
                    "language": {
                        "type": "string",
                        "pattern": "^[a-z]{2}\\Z",
                        "description": "The language that binds.",
                    },
                    "approved_by": {**_SIGNATORY, "description": "Who approved, in which role."},
                    "reviewed_by": {**_SIGNATORY, "description": "Who reviewed, in which role."},
                    "with": {"type": "array", "items": _SIGNATORY, "description": "Who approved too."},
                    "recorded_by": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "email"],
                        "properties": {
                            "name": {**_LINE, "description": "The name git knows."},
                            "email": {**_LINE, "description": "The address git knows."},
                        },
                        "description": "The git user who wrote the entry.",
                    },
                    "evidence": {
                        "type": "object",
                        "description": "What proves the decision.",
                        "additionalProperties": False,
                        "minProperties": 1,
                        "properties": {
                            "minute": {**_LINE, "description": "Where the decision is minuted."},
                            "file": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["name", "sha256"],
                                "properties": {
                                    "name": {**_LINE, "description": "The name of the file."},
                                    "sha256": {**_DIGEST, "description": "SHA-256 of the file."},
                                },
                                "description": "A signed file, by its name and digest.",
                            },
                            "commit_signature": {"const": True, "description": "The commit of this entry is signed."},
                            "own_commit": {"const": True, "description": "The approver commits this entry."},
                        },
                    },
                    "consulted": {"type": "array", "items": _LINE, "description": "Who was consulted."},
                    "approved_on": {**_DATE, "description": "When it was approved."},
                    "reviewed_on": {**_DATE, "description": "When it was reviewed."},
                    "in_force_from": {**_DATE, "description": "From when the text binds."},
                    "replaces": {**_VERSION, "description": "The version that this one replaces."},
                    "values": {
                        "type": "object",
                        "additionalProperties": {"type": ["string", "integer"]},
                        "description": "The delegated values that the owner approved.",
                    },
                    "own_author": {"const": True, "description": "The author of the change approved it alone."},
                    "summary": {**_LINE, "description": "What changed, for readers."},
                    "reason": {**_LINE, "description": "Why."},
                },
            },
        }
    },
}
