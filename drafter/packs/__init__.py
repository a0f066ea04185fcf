"""Template packs: folders of questionnaires, law and templates, loaded into a `Library`.

The repository's own content is a pack, and the ground on which a firm's packs lie: each of them replaces documents or
adds some, asks more, and never runs code.
"""

from drafter.library import Library, Phrase
from drafter.packs.stacking import Candidate, lay, stack
from drafter.packs.stock import builtin_content, load, template_faults

__all__ = ["Candidate", "Library", "Phrase", "builtin_content", "lay", "load", "stack", "template_faults"]
