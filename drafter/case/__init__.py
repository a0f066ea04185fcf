"""The facts of a case, what is counted from them, and what follows from them."""

from drafter.case.building import build
from drafter.case.conclusions import case_facts, conclusions
from drafter.case.record import Case, Exhibit, Incident, Party, total

__all__ = ["Case", "Exhibit", "Incident", "Party", "build", "case_facts", "conclusions", "total"]
