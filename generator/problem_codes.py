"""Every problem code with what it means and its cure; rules of rules.yml add their own ids."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "RELEASE_CODES", "Code"]


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for."""

    title: str
    cure: str
    """The hint that is shown unless the place of the problem knows a better one."""


CODES: dict[str, Code] = {
    # files
    "F001": Code("A file is missing", "Restore it, or correct the path."),
    "F002": Code("A file is not UTF-8", "Save it as UTF-8."),
    "F003": Code("A file cannot be read", "Correct its permissions."),
    "F004": Code("A file is too large", "Policy text and values are small; split it or take out what does not belong."),
    "F005": Code("A symbolic link leaves the repository", "Replace the link by the file itself."),
    "F006": Code("A link leaves the repository", "Link to something inside the repository, or to a web address."),
    "F007": Code("Two pages have one address", "Give one of them another file name or ref."),
    "F008": Code("A linked file is missing", "Correct the link, or add the file."),
    "F009": Code("A path is not usable", "Choose another folder."),
    "F010": Code("A symbolic link leads to a folder", "Put the folder itself there, or a link to each of its files."),
    # YAML
    "Y001": Code("YAML does not parse", "Correct the line; a missing blank, quote or indent is the usual cause."),
    "Y002": Code("A key stands twice", "Keep one of the two."),
    "Y003": Code("YAML expands without bound", "Write the values out instead of nesting aliases."),
    "Y004": Code("YAML reads text as something else", "Put the text in quotes."),
    "Y005": Code("The file does not hold a mapping", "Write key: value lines."),
    # values
    "P010": Code("A value is missing", "Add it."),
    "P011": Code("A value has the wrong type", "Write a value of the type that is asked for."),
    "P012": Code("A key is not known", "Correct the spelling, declare it in parameters.yml, or take it out."),
    "P013": Code("A value is out of bounds", "Choose a value inside the bounds."),
    "P014": Code("A value is not one of the choices", "Write it exactly as one of these stands."),
    "P015": Code("A value is badly formed", "Write it in the form that is asked for."),
    "P016": Code("A value holds a control character", "Take the character out."),
    "P017": Code("A declaration contradicts itself", "Correct the declaration."),
    "P020": Code("A parameter is used by nothing", "Use it in a template, a rule or a page, or take it out."),
    "P021": Code("A role is named by no statement", "Give it a statement, or take it out."),
    "P022": Code("A record is named by no evidence", "Name it as evidence of a control, or take it out."),
    # templates and statements
    "T001": Code("A template does not parse", "Correct the tag."),
    "T002": Code("A template uses an unknown value", "Declare it in parameters.yml or correct the name."),
    "T003": Code("A template uses a tag that has no place in a policy", "Only if, for and values may be used."),
    "T004": Code("An id is written {#id}, which Jinja reads as a comment", "Write {: #id }."),
    "T005": Code(
        "A value stands where it could become markup", "Move it out of the code span, link target or heading."
    ),
    "T006": Code("Front matter is missing or wrong", "Begin the file with --- and the fields that are asked for."),
    "T007": Code("A template asks for a value that cannot be printed", "Use it in a condition, or print another one."),
    "T010": Code("A heading names an unknown control", "Use the number and title of the standard."),
    "T011": Code("A control is missing", "Add its section."),
    "T012": Code("A control or category stands twice", "Keep one section and merge the statements."),
    "T013": Code("A control stands in the wrong category", "Move the section."),
    "T014": Code("A heading differs from the title in the standard", "Use the title of the standard."),
    "T015": Code("A section is missing", "Add it."),
    "T016": Code("A heading is not known here", "Use one of the headings that a policy has."),
    "T020": Code("A statement names no role", "Begin it with **{{ role.ID }} must** or another modal verb."),
    "T021": Code(
        "A statement has no modal verb", "Put must, must not, should, should not or may behind the role, in bold."
    ),
    "T022": Code("A statement has no id", "End the line with {: #short-id }."),
    "T023": Code("A role is not known", "Declare it in roles.yml or correct the name."),
    "T024": Code("A statement says nothing", "Write what the role must do."),
    "T025": Code("A statement has an unknown attribute", "Use #id, .basic, .enhanced and c2022 only."),
    "T031": Code("A statement id is used twice", "Give one of them another id; ids are never used again."),
    "T033": Code("A control has no basic statement", "Mark one statement .basic, or write one."),
    "T034": Code("A control has too few statements", "Write at least two."),
    "T035": Code("A part of a control is missing", "Add it."),
    "T036": Code("A property is not known", "Use confidentiality, integrity and availability."),
    "T037": Code("A control of 2022 is not known", "Use a number of ISO/IEC 27002:2022."),
    "T038": Code("A control of 2022 has no standard statement", "Write one, or name it with c2022."),
    "T039": Code("A control may stay silent without a reason", "Give the fact in its condition a reason_when_false."),
    "T040": Code("Raw HTML could run a script", "Write Markdown; scripts and event attributes are not allowed."),
    # an organisation's own words over the library's
    "T050": Code("An override names no policy", "Write the ref of the policy whose words it replaces."),
    "T051": Code("An override names what is not there", "Use a control, section or statement of that policy."),
    "T052": Code("A statement is removed without a reason", "Say why; the reason is shown to officers."),
    "T053": Code("A section replaced whole drops statements", "List them under remove: with a reason, or keep them."),
    # groups, and the library that a repository is pinned to
    "I001": Code("A group cannot be found", "Write the path from this repository to the group's, as in ../group."),
    "I002": Code("A value is locked by the group", "Take the line out, or ask the group to unlock the value."),
    "I004": Code(
        "Another library is installed than the one accepted",
        "Run policy-site upgrade to see what changes, and accept it.",
    ),
    "I003": Code("A lock names no value", "Write group.name or group.*; facts and decisions of law cannot be locked."),
    # links
    "L001": Code("A link names an unknown control", "Use one of the 133 numbers."),
    "L002": Code("A link names an unknown role", "Use an id of roles.yml."),
    "L003": Code("A link names an unknown term", "Use the ref of a glossary term, or write the term."),
    "L004": Code("A link names an unknown policy", "Use the ref of a policy."),
    "L005": Code("A link names an unknown page", "Use the ref of a page in content/."),
    "L006": Code("A link names an unknown record", "Use an id of records.yml, or declare the record."),
    "L007": Code("A link names an unknown law", "Use an id of laws.yml, or declare the law."),
    "L008": Code("A link names an unknown statement", "Use CONTROL/id as it stands behind the statement."),
    "L009": Code(
        "A link has an unknown kind", "Use term:, control:, statement:, policy:, page:, record:, law:, role: or https:."
    ),
    "L011": Code("A picture comes from another host", "Put the picture into content/ and link to it there."),
    "L010": Code("A link could run a script", "Link to a page or a web address."),
    # knowledge
    "K001": Code("Two pages have one ref", "Give each its own ref; links and translations use it."),
    "K002": Code("A term is used by nothing", "Use the word in a policy or link it, or take the term out."),
    "K003": Code("An interface word is missing", "Add it to the words file of the language."),
    "K004": Code("Two terms claim one word", "Let one term own the word."),
    # assumptions
    "A001": Code("A fact has not been said", "Say it in organisation.yml under has: before approval."),
    "A002": Code(
        "A role has no holder of its own",
        "Name one under roles:, or confirm with accepted: {rule: A002, …} that the duties fall there.",
    ),
    "A003": Code("A decision of law has not been made", "Have it decided and dated under regulation:."),
    "A004": Code(
        "A value follows the library's default",
        "Set your own, or confirm the proposals with accepted: {rule: A004, …}.",
    ),
    "A005": Code("An acceptance of advice does not hold", "Give rule, reason, by and until, or take it out."),
    # languages
    "N001": Code("A translation has no original", "Use the ref of the original, or take the file out."),
    "N002": Code("A translation differs in what it demands", "Say the same in both languages."),
    "N003": Code("Something is not translated", "Translate it when readers need it; nothing is missing until then."),
    # git
    "G001": Code("The clone is shallow", "Run: git fetch --unshallow (in CI: fetch the whole history)."),
    # approval
    "V001": Code("An approved text cannot be found", "Restore it from git: the ledger and its texts are never edited."),
    "V002": Code("An approved text was changed", "Restore it from git: the ledger and its texts are never edited."),
    "V003": Code("A version does not rise", "Leave the version out, or choose a higher one."),
    "V004": Code(
        "An entry of the ledger was changed or removed",
        "Put back what git has, and record what is new with `policy-site approve`.",
    ),
    "V005": Code(
        "An entry was recorded by somebody else",
        "Let the person who runs `policy-site approve` commit the entry, and merge without making one commit of many.",
    ),
    "V006": Code("A date of an approval cannot be right", "Give the day on which exactly this text was approved."),
    "V007": Code(
        "Somebody approved who is not the approver",
        "Name the approver in the front matter of the policy, and the person under roles: in organisation.yml.",
    ),
    "V008": Code(
        "Nothing proves an approval",
        "Let the approver commit, or add --minute, --file or --signed; roles: holds the addresses of a person.",
    ),
    "V009": Code(
        "The author of a change approves it alone",
        "Let somebody else approve, name a second approver with --with, or allow it under approval: four_eyes.",
    ),
    "V010": Code(
        "Entries of the ledger cannot be told apart", "Put each entry on lines of its own, beginning with '- kind:'."
    ),
    "V011": Code("A change is not committed", "Commit it, so that the text that is approved is one that git keeps."),
    "V012": Code(
        "There is nothing to approve", "Record that it was read and left unchanged with `policy-site review`."
    ),
    "V013": Code("A text differs from the approved one", "Approve it with `policy-site approve`."),
    "V014": Code("A policy is published without approval", "Have it approved: `policy-site approve REF`."),
    "V015": Code(
        "A review is due", "Read the policy and record it: `policy-site review REF`, or change and approve it."
    ),
    "V017": Code("An entry of the ledger is not committed", "Commit the ledger and the texts beside it."),
    "V018": Code(
        "A signature does not hold", "Sign with a key of site_config/allowed_signers; leave signed files alone."
    ),
    "V019": Code("A file differs from its manifest", "Make the packs anew, or find out who changed the file."),
    "V020": Code(
        "The owner has not approved delegated values", "Have them approved: `policy-site approve --values REF`."
    ),
    "V023": Code(
        "Git does not know who you are", 'Run: git config user.name "NAME" and git config user.email ADDRESS.'
    ),
    "V024": Code("Nobody is named", "Name the person under roles: in organisation.yml."),
    "V025": Code("There is no history", "Run: git init, add the files, and commit them."),
    # roles
    "R000": Code("A rule cannot be decided", "Correct its condition in rules.yml."),
    # Statement of Applicability
    "S001": Code("A control of Annex A is not known", "Use a number of ISO/IEC 27001:2022, Annex A, in quotes."),
    "S002": Code("A statement is not known", "Use the full id as it stands behind the statement."),
    "S003": Code("A record is not known", "Use an id of records.yml, or declare the record."),
    "S004": Code("A role is not known", "Use an id of roles.yml."),
    "S005": Code("A control is excluded without a reason", "Say in reason: why it is not necessary."),
    "S006": Code(
        "A control is in place, but no statement in force serves it",
        "Bring a statement into force that serves it, or correct the status.",
    ),
    "S007": Code(
        "A control is in place, but nobody says since when or who looked", "Add since: and assessed_by: to it."
    ),
    "S008": Code("A control is assessed without a decision", "Say applicable: true or false."),
    "S009": Code(
        "A control is included without a justification", "Say in why: the risk, law, contract or business need."
    ),
    "S010": Code("A baseline stands as justification", "Name the risk, law, contract or business need instead."),
    "S011": Code("A control is excluded and put in place at once", "Keep one of the two."),
    "S012": Code("An approved Statement of Applicability is not complete", "Assess the rows that are named, or all."),
    "S013": Code("A control is in place, but a statement of it is not", "Correct the one or the other."),
    "S014": Code("A date lies in the future", "Correct it; what is planned has the status planned."),
    "S015": Code(
        "A clause asks for no documented information", "Use a clause as the page of documented information has it."
    ),
    # exceptions
    "E001": Code("An exception departs from something unknown", "Use the full id of a statement or a control of 2005."),
    "E002": Code("An exception must name one thing", "Name either a statement or a control."),
    "E003": Code("An exception departs from a law", "Take it out; nobody here can grant it."),
    "E004": Code(
        "The owner of the risk asked for the exception", "Let somebody else bear the risk, who did not ask for it."
    ),
    "E005": Code("An exception holds too long", "Let it expire sooner, and decide again then."),
    "E006": Code("An exception expires before it begins", "Correct one of the dates."),
    "E007": Code("An exception has expired", "Keep the rule again, or decide on a new exception under a new id."),
    "E008": Code("An exception weakens nothing", "Take it out, or name the statement that is in force."),
    "E009": Code("A role is not known", "Use an id of roles.yml."),
    "E010": Code("A record is not known", "Use an id of records.yml, or declare the record."),
    "E011": Code("An exception begins in the future", "Enter it when it has been granted."),
    # activities and the calendar
    "C001": Code(
        "An activity is not known",
        "Use a parameter that sets a cadence, policy:REF, or own:NAME with a title.",
    ),
    "C002": Code("A role is not known", "Use an id of roles.yml."),
    "C003": Code("A record is not known", "Use an id of records.yml, or declare the record."),
    "C004": Code("A planned date comes too early or too late", "Plan it after it was done and before it falls due."),
    "C005": Code("An activity is said to be done in the future", "Enter it when it has been done; plan with next:."),
    "C006": Code("An activity is overdue", "Do it and enter it, or correct the dates."),
    # wording, asked for with check --prose
    "W001": Code(
        "A statement uses a vague word",
        "Say who decides, by when, or give the measure; a phrase that is precise belongs in policy_templates/wording.yml.",
    ),
    "W002": Code("A statement is long", "Say it in 35 words, or split it in two."),
    "W003": Code("A statement holds two duties", "Give each duty a statement and an id of its own."),
    "W004": Code("A statement hides who acts", "Make who acts the subject, or add by whom it is done."),
    "W005": Code("Two statements say nearly the same", "Keep one and link it, or say what differs."),
    "W006": Code(
        "An abbreviation is not explained",
        "Write it out, explain it in brackets, make it a word of a glossary term, or add it to policy_templates/wording.yml.",
    ),
    "W007": Code(
        "A word is in no list of words", "Correct the spelling, or add the word to policy_templates/words-en.txt."
    ),
    "W008": Code(
        "A number stands in a statement",
        "Declare a parameter and write its value, link the law that sets it, or add the phrase to policy_templates/wording.yml.",
    ),
    "W009": Code("A sentence of a summary is long", "Make two sentences of it."),
    # comparing
    "X001": Code("A retired id is used again", "Give the statement an id that was never used."),
    "X002": Code("A retired id is replaced by nothing known", "Name the statement that replaces it, or take it out."),
    "X003": Code("A release has changes that are not committed", "Commit them, or take them back."),
    "X004": Code("CODEOWNERS names other people", "Write it anew with policy-site codeowners --out PATH."),
    "X005": Code(
        "A text that was in force cannot be made again", "Read it in site_config/approved; fetch the whole history."
    ),
    "X006": Code(
        "Policies in force on a day had different values", "Read in the page of values which policy has which."
    ),
    # brand
    "O001": Code("The primary colour is too light for its white text", "Choose a darker colour of the same hue."),
    "O002": Code("The accent colour cannot be read on its ground", "Choose a darker colour of the same hue."),
    "O003": Code("The logo is missing", "Put the picture there, or correct the path."),
    # print
    "D001": Code("A character cannot be printed", "Write it in other letters, or add a font that has it."),
    "D002": Code("A picture cannot be printed", "Put an undamaged PNG, JPEG, GIF, WebP or SVG in its place."),
    "D003": Code("A table has no room on a page", "Split it, or turn columns into rows."),
    "D004": Code("The template of packs cannot be used", "Correct the line, or take the template out."),
    "D005": Code("The reference document for Word cannot be used", "Save it from Word as .docx, or take it out."),
    "D006": Code("A pack cannot be written", "Make room on the disk, or correct the permissions."),
    # many organisations
    "I020": Code("The build of one organisation ended without a result", "Build it alone to see more."),
    "I021": Code("Two organisations would share one site", "Choose a pattern with {name} that keeps them apart."),
    "I022": Code("A worker cannot build an organisation", "Give it the same version and the same folders."),
    "I023": Code("There is nowhere to build", "Start the cluster, correct its address, or build on this machine."),
    # values from other files
    "I030": Code(
        "A file cannot be imported", "Give a spreadsheet (.xlsx), CSV or JSON, as `export parameters` writes it."
    ),
    "I031": Code("A file holds no table of values", "Name the columns name and value, or the keys of each entry."),
    "I032": Code("A value has no name", "Write the name of the parameter beside it."),
    "I034": Code("A cell holds a formula without a result", "Write the value itself, or open and save the file once."),
    "I035": Code("A file is not UTF-8", "Save it as CSV UTF-8, and look whether accents and dashes came over right."),
    "I036": Code("A value cannot be written in place", "Write it into organisation.yml by hand."),
    # building
    "B001": Code("The site could not be built", "Correct what the message says; the last site is untouched."),
}

RELEASE_CODES = frozenset(["C005", "C006", "E007", "E011", "S012", "S014"])
"""Warnings that hang on the day or on what is not finished; before a release they are errors."""
