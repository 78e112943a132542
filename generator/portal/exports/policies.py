"""The export of policies: how each stands, with version, digest, dates and people."""

from __future__ import annotations

from typing import Any

from generator.policies import digest, normative_text
from generator.portal.portal import Portal

__all__ = ["policy_rows"]


def policy_rows(portal: Portal) -> list[dict[str, Any]]:
    """Return one row a policy; what belongs to an approval is empty where the text is not approved."""
    rows = []
    for ref, policy in portal.policies.policies.items():
        status = portal.statuses[ref]
        approved = status.approved
        rows.append(
            {
                "ref": ref,
                "title": policy.title,
                "domain": policy.domain,
                "owner": policy.owner,
                "approver": policy.approver,
                "state": status.state,
                "reason": status.reason,
                "version": status.version if approved else None,
                "last_approved": status.version or None,
                "approved_on": status.approved_on if approved else None,
                "in_force_from": status.in_force_from if approved else None,
                "approved_by": status.approver[1] if approved else None,
                "approved_by_author": status.own_author if approved else None,
                "recorded_by": status.recorded_by[0] if approved else None,
                "replaces": (status.replaces or None) if approved else None,
                "language": status.language,
                "next_review": status.next_review or None,
                "digest": status.digest,
                "text_digest": digest(normative_text(policy)),
                "delegated": dict(status.delegated),
                "changed": status.changed or None,
            }
        )
    return rows
