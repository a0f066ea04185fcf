"""Opens documents with programs that drafter did not write: LibreOffice and two OOXML validators."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import need


def pdfs(documents: list[Path], out: Path) -> list[Path]:
    """Convert documents to PDF; soffice exits 0 even when it could not load a file, so the files are counted."""
    command = [
        need("soffice"),
        f"-env:UserInstallation={(out / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(out),
        *map(str, documents),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = [out / f"{document.stem}.pdf" for document in documents]
    missing = [path.name for path in found if not path.is_file()]
    assert not missing, f"LibreOffice could not open {missing}"
    return found


def pdf_text(pdf: Path) -> str:
    """Return the text of a PDF."""
    return subprocess.run(
        [need("pdftotext"), "-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()


def sdk_errors(document: Path) -> list[Any]:
    """Return what Microsoft's Open XML SDK finds."""
    run = subprocess.run([need("ooxml-validator"), str(document)], capture_output=True, check=False, timeout=120)
    result = json.loads(run.stdout)
    return [] if result["ok"] else list(result["errors"])


def audit_errors(document: Path) -> list[str]:
    """Return what openxml-audit finds: damage that the SDK overlooks, such as cells without paragraph."""
    from openxml_audit import OpenXmlValidator

    return [str(error) for error in OpenXmlValidator().validate(str(document)).errors]
