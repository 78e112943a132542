"""Evaluates the expressions and conditions of templates, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.sandbox import SandboxedEnvironment

from generator.text.sandbox import make_environment
from generator.text.words import Words

__all__ = ["Evaluator"]

_PLAIN = re.compile(r"^\s*([a-z_]+)\.([a-z_][a-z_0-9]*)\s*(?:\|\s*([a-z]+)\s*)?$")
_OWN_FILTERS = ("unit", "every", "within", "cap")


class Evaluator:
    """The values of one organisation in one language, ready to answer for templates, pages and rules.

    What is plainly a value, or a value with one of our filters, is answered without compiling a template; the
    answer is the same.
    """

    def __init__(self, words: Words, context: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> None:
        self.context = context
        self.known = known
        self.environment = make_environment(words)
        self.lenient = make_environment(words, lenient=True)
        self._printed: dict[str, str] = {}
        self._answers: dict[str, bool | Exception] = {}

    def print(self, code: str) -> str:
        """Return what `{{ code }}` prints; raises what Jinja raises."""
        if code not in self._printed:
            self._printed[code] = self._print(code)
        return self._printed[code]

    def _print(self, code: str) -> str:
        plain = _PLAIN.match(code)
        if plain and (plain[3] is None or plain[3] in _OWN_FILTERS) and plain[2] in self.known.get(plain[1], ()):
            value = getattr(self.context[plain[1]], plain[2])
            if plain[3]:
                value = self.environment.filters[plain[3]](value)
            assert self.environment.finalize is not None
            return str(self.environment.finalize(value))
        return self.environment.from_string(f"{{{{{code}}}}}").render(self.context)

    def answer(self, code: str) -> bool | Exception:
        """Return whether a condition holds, or the exception that keeps it from being decided."""
        if code not in self._answers:
            self._answers[code] = self._answer(code)
        return self._answers[code]

    def _answer(self, code: str) -> bool | Exception:
        bare = code.removeprefix("not ").strip()
        plain = _PLAIN.match(bare)
        if plain and plain[3] is None and plain[2] in self.known.get(plain[1], ()):
            return bool(getattr(self.context[plain[1]], plain[2])) != (bare != code.strip())
        try:
            result = self.environment.compile_expression(code, undefined_to_none=False)(**self.context)
            if isinstance(result, Undefined):
                return LookupError("it asks for a value that does not exist")
            return bool(result)
        except Exception as error:  # noqa: BLE001 whatever a condition raises is the author's and is reported
            return error

    def region(self, source: str, *, lenient: bool) -> str:
        """Return what a piece of a template with loops prints; raises what Jinja raises."""
        environment: SandboxedEnvironment = self.lenient if lenient else self.environment
        return environment.from_string(source).render(self.context)
