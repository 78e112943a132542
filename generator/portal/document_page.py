"""The documented information that ISO/IEC 27001 asks for: the page that is it, or where the organisation keeps it."""

from __future__ import annotations

from generator.portal.site_page import SitePage
from generator.portal.tables import filterable
from generator.portal.writer import Site, Writer
from generator.standard import DocumentedInformation
from generator.text import escape

__all__ = ["documents_page", "fulfilled_by"]

_POLICY, _SOA = "5.2 e)", "6.1.3 d)"
"""The two items that this portal itself is; all others are the organisation's own."""


def documents_page(site: Site) -> SitePage:
    """Return every item with the page that fulfils it, or the place where it lies."""
    words = site.project.words
    writer = Writer(site, "reference/documented-information.md")
    lead = words("views.documents.lead")
    heads = [words(f"views.documents.{head}") for head in ("clause", "item", "kind", "place")]
    rows = [
        (
            f'<span id="{item.clause_2022.replace(" ", "-").rstrip(")")}"></span>{item.clause_2022}',
            escape(item.item),
            words(f"views.documents.{'is_record' if item.kind == 'record' else 'is_document'}"),
            fulfilled_by(site, writer, item),
        )
        for item in site.project.standard.documented_information
    ]
    out = [f"# {words('views.documents.title')}", "", lead, "{: .lead }", "", words("views.documents.how"), ""]
    out += filterable(heads, rows)
    return SitePage(writer.uri, words("views.documents.title"), "\n".join(out), description=lead, hide=("toc",))


def fulfilled_by(site: Site, writer: Writer, item: DocumentedInformation) -> str:
    """Return a link to the page that fulfils an item, or where the organisation says it lies; nothing that is near."""
    words = site.project.words
    own = site.standing.soa.document.documents.get(item.clause_2022)
    if own:
        return words("views.documents.own", place=escape(own))
    if item.clause_2022 == _SOA:
        return f"[{words('views.soa.title')}]({writer.relative('reference/applicability.md')})"
    if item.clause_2022 == _POLICY:
        for policy in site.policies.policies.values():
            if policy.domain == 5:
                return writer.link("policy", policy.ref, escape(policy.title))
    return words("views.documents.unnamed" if site.edition == "officer" else "views.documents.elsewhere")
