"""How an organisation takes the product up: a new repository, upgrades of the library, many organisations."""

from generator.adoption.answers import Answers, Question, questions
from generator.adoption.executors import Executor, ExecutorError, local_processes, on_cluster
from generator.adoption.fleet import Job, Outcome, build_many, find_repositories, shared_sites
from generator.adoption.importing import Change, Import, plan_import
from generator.adoption.starting import new_repository, next_steps

__all__ = [
    "Answers",
    "Change",
    "Executor",
    "ExecutorError",
    "Import",
    "Job",
    "Outcome",
    "Question",
    "build_many",
    "find_repositories",
    "local_processes",
    "new_repository",
    "next_steps",
    "on_cluster",
    "plan_import",
    "questions",
    "shared_sites",
]
