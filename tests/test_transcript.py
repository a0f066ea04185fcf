"""The recorded interview in the documentation is what the program shows today."""

from __future__ import annotations

from pathlib import Path

from tests import transcript


def test_the_recorded_interview_is_what_the_program_shows(tmp_path: Path) -> None:
    """Given the answers of an example in a real terminal, with a kill and a resume, then the record is the same."""
    assert transcript.FILE.read_text(encoding="utf-8") == transcript.record(tmp_path)
