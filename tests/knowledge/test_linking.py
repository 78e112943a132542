"""The words of the glossary become links where they are first used, and nowhere else."""

from __future__ import annotations

import pytest

from generator.knowledge import Page, Term, TermLinker


def _term(ref: str, title: str, *words: str, linked: bool = True) -> Term:
    page = Page(ref, title, title, "", "", (), True, "en", "glossary", (), {}, f"{ref}.md", 1)
    return Term(page, (title, *words), (), linked)


_LINKER = TermLinker(
    [
        _term("risk", "Risk", "risks"),
        _term("assessment", "Assessment"),
        _term("risk-assessment", "Risk assessment", "risk assessments", "assessment of risks"),
        _term("register", "Risk assessment register"),
        _term("password", "Password", "passwords", "pass phrase"),
        _term("it", "IT"),
        _term("sla", "SLA", "SLAs", "service level"),
        _term("crm", "CRM system"),
        _term("email", "E-mail", "mail"),
        _term("user", "User", "user's"),
        _term("key", "Key", "cryptographic key", "cryptographic keys", linked=False),
        _term("umlaut", "Prüfung"),
    ]
)


def _link(text: str, seen: set[str] | None = None, own: str = "") -> str:
    return _LINKER.link(text, set() if seen is None else seen, lambda term: term.ref, own)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        # first use only
        ("A risk is a risk.", "A [risk](risk) is a risk."),
        ("A risk and more risks.", "A [risk](risk) and more risks."),
        ("A risk and a password.", "A [risk](risk) and a [password](password)."),
        # case and plurals
        ("Risk and PASSWORDS", "[Risk](risk) and [PASSWORDS](password)"),
        ("All risks.", "All [risks](risk)."),
        ("Two assessments", "Two assessments"),
        ("The user's duty", "The [user's](user) duty"),
        # the longest words win
        ("A risk assessment.", "A [risk assessment](risk-assessment)."),
        ("The risk assessment register", "The [risk assessment register](register)"),
        ("risk assessments", "[risk assessments](risk-assessment)"),
        ("An assessment of risks.", "An [assessment of risks](risk-assessment)."),
        ("An assessment of a risk.", "An [assessment](assessment) of a [risk](risk)."),
        ("A risk, assessment", "A [risk](risk), [assessment](assessment)"),
        ("A risk assessment and a risk", "A [risk assessment](risk-assessment) and a [risk](risk)"),
        # words joined by blanks, hyphens and line ends
        ("Our risk-assessment", "Our [risk-assessment](risk-assessment)"),
        ("Our risk\u00a0assessment", "Our [risk\u00a0assessment](risk-assessment)"),
        ("Our risk\nassessment", "Our [risk\nassessment](risk-assessment)"),
        ("- Our risk\n  assessment", "- Our [risk\n  assessment](risk-assessment)"),
        ("Our risk\n\nassessment", "Our [risk](risk)\n\n[assessment](assessment)"),
        ("- risk\n- assessment", "- [risk](risk)\n- [assessment](assessment)"),
        ("| risk | assessment |", "| [risk](risk) | [assessment](assessment) |"),
        ("by e-mail", "by [e-mail](email)"),
        # never inside another word
        ("The password-based login", "The password-based login"),
        ("A non-risk", "A non-risk"),
        ("riskless and the asterisk", "riskless and the asterisk"),
        ("risk/password", "risk/password"),
        ("risk@example.org", "risk@example.org"),
        ("file.risk", "file.risk"),
        ("snake_risk_case", "snake_[risk](risk)_case"),
        ("(risk), “password”!", "([risk](risk)), “[password](password)”!"),
        # abbreviations in their exact case
        ("IT does it", "[IT](it) does it"),
        ("it does", "it does"),
        ("An SLA, sla or Sla", "An [SLA](sla), sla or Sla"),
        ("SLAs", "[SLAs](sla)"),
        ("Service level", "[Service level](sla)"),
        ("The CRM system", "The [CRM system](crm)"),
        ("The crm system", "The crm system"),
        # an everyday word is linked by its other words only
        ("The key to the door", "The key to the door"),
        ("A cryptographic key", "A [cryptographic key](key)"),
        # letters of any language
        ("Die Prüfung", "Die [Prüfung](umlaut)"),
        ("Die Prüfungen", "Die Prüfungen"),
        # protected places
        ("`risk`", "`risk`"),
        ("`risk` and risk", "`risk` and [risk](risk)"),
        ("[a risk](x.md)", "[a risk](x.md)"),
        ("[a [risk] b](x.md) risk", "[a [risk] b](x.md) [risk](risk)"),
        ("[words](risk.md)", "[words](risk.md)"),
        ("![risk](x.png)", "![risk](x.png)"),
        ("**The risk must** do", "**The risk must** do"),
        ("**Password.** A password", "**Password.** A [password](password)"),
        ('<b title="risk">x</b>', '<b title="risk">x</b>'),
        ("https://risk.example.org/password", "https://risk.example.org/password"),
        ("text {: .risk }", "text {: .risk }"),
        ("\ue001risk\ue002the risk owner\ue003 does", "\ue001risk\ue002the risk owner\ue003 does"),
        ("\ue000risk.password\ue00216\ue003 risk", "\ue000risk.password\ue00216\ue003 [risk](risk)"),
        ("&risk; &#60;", "&risk; &#60;"),
        ("*risk*", "*[risk](risk)*"),
        ("nothing at all", "nothing at all"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_term_is_linked(text: str, linked: str) -> None:
    """A word of the glossary becomes a link at its first use; code, links, bold, tags and parts of words do not."""
    assert _link(text) == linked


def test_a_term_is_linked_once_in_a_section() -> None:
    """What a section has linked already, in an earlier paragraph, is not linked again."""
    seen: set[str] = set()
    assert _link("A risk.", seen) == "A [risk](risk)."
    assert _link("A risk and a password.", seen) == "A risk and a [password](password)."
    assert seen == {"risk", "password"}


def test_a_term_is_not_linked_on_its_own_page() -> None:
    """The page that explains a word does not link it, and links the others."""
    seen: set[str] = set()
    assert _link("A risk and a password.", seen, own="risk") == "A risk and a [password](password)."
    assert seen == {"password"}


def test_linking_is_the_same_every_time() -> None:
    """A text is linked the same when it comes again, for another section."""
    assert _link("A risk.") == _link("A risk.") == "A [risk](risk)."
