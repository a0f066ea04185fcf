"""Looks a template over without filling it: every fault of a Word file in one run, each with its place and the mend.

Nothing here renders, compiles or carries out a tag: the file is read as XML, and tags are parsed.
"""

from drafter.word.lint.annotating import annotated
from drafter.word.lint.checking import faults
from drafter.word.lint.codes import RULES, Rule
from drafter.word.lint.finding import Finding, Guide
from drafter.word.lint.mending import Change, mended

__all__ = ["RULES", "Change", "Finding", "Guide", "Rule", "annotated", "faults", "mended"]
