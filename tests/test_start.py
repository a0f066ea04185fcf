"""`drafter --help` is instant because it imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("docx", "docxtpl", "jinja2", "lxml", "prompt_toolkit", "questionary", "yaml", "babel", "filelock", "asyncio")


@pytest.mark.parametrize("arguments", [["--help"], ["--help", "--lang", "en"], ["--version"]])
def test_help_imports_none_of_the_heavy_libraries(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        f"sys.argv = ['drafter', *{arguments!r}]\n"
        "from drafter.__main__ import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('LOADED', *sorted(sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.partition("LOADED")[2].split()}
    assert "click" in loaded
    assert sorted(loaded & set(HEAVY)) == []
