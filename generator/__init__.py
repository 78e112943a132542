"""The policy-site generator: one organisation in YAML, eleven policies, one portal.

Its rooms, from the front door down; imports point downwards only:

cli              the verbs; the only module that prints
mkdocs_plugin    the MkDocs front door; the only module that imports mkdocs
adoption         many organisations built side by side, values taken over from other files
release          staging and swapping the output, the record of a build
portal           everything becomes pages, navigation and exports; words and theme lie here
review           status and dates of policies
policies         a template becomes a Policy: statement grammar, checks against the standard, normative text
knowledge        content becomes terms and pages; linking of terms; links by name
project          opens a policy repository as layers of files
config           site_config and the vocabulary become frozen objects: parameters, roles, rules, records, laws
text             the Jinja sandbox, marks that values keep, a little Markdown, interface words
standard         the facts of ISO/IEC 27002 and 27001
kept             records of earlier runs, sealed
git              the few git calls
problems         a finding with place, code, message and cure
"""

__version__ = "0.1.0"
