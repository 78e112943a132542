"""How text becomes text: the Jinja sandbox, the marks that values keep, and a little Markdown.

A value from YAML is text and never markup: it is printed as numeric character references, and private marks
around it remember which value it was until the page is written.
"""

from generator.text.conditions import Clause, shown_conditions
from generator.text.evaluator import Evaluator
from generator.text.markdown import fenced_lines, plain_text, slug
from generator.text.marks import escape, strip_marks
from generator.text.rendering import Line, Rendering, Template, render
from generator.text.sandbox import Group, RoleName, value_of
from generator.text.words import Words, read_words

__all__ = [
    "Clause",
    "Evaluator",
    "Group",
    "Line",
    "Rendering",
    "RoleName",
    "Template",
    "Words",
    "escape",
    "fenced_lines",
    "plain_text",
    "read_words",
    "render",
    "shown_conditions",
    "slug",
    "strip_marks",
    "value_of",
]
