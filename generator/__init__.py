"""The policy-site generator: one organisation in YAML, eleven policies, one portal."""

__version__ = "0.1.0"
