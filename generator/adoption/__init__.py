"""How an organisation takes the product up: a new repository, upgrades of the library, many organisations."""

from generator.adoption.answers import Answers, Question, questions
from generator.adoption.starting import new_repository, next_steps

__all__ = ["Answers", "Question", "new_repository", "next_steps", "questions"]
