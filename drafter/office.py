"""Word files as PDF and pictures, by LibreOffice and poppler, where they are there.

LibreOffice gets a profile and a place for temporary files of its own, which nobody else can read and which are removed
afterwards: nothing of a document stays behind, and a LibreOffice that is open does not stand in the way.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from drafter.i18n import gettext as _

_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where it is installed without being on the path."""
_PATIENCE: Final = 120
"""Seconds after which a program that does not answer is stopped."""
_RESOLUTION: Final = 100
"""Dots per inch of a picture."""


class OfficeError(Exception):
    """What a program could not do, in a sentence."""


class Office:
    """Converts; one profile serves as long as it is open, which makes the second time faster than the first."""

    def __init__(self) -> None:
        """Take note of what is there."""
        self.soffice = shutil.which("soffice") or shutil.which("libreoffice") or _installed()
        self.pdftoppm = shutil.which("pdftoppm")
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def pdfs(self, documents: Mapping[str, bytes], beside: Path) -> dict[str, bytes]:
        """Return the PDF of each document, by the name it was given; the work is done in a hidden folder in `beside`.

        Raises OfficeError when LibreOffice is not there or did not convert all of them.
        """
        if self.soffice is None:
            raise OfficeError(_("没有找到 LibreOffice，所以没有 PDF 和图片。要看，请安装：https://www.libreoffice.org"))
        with self._work(beside) as work:
            names = [f"{number}.docx" for number in range(len(documents))]
            for name, data in zip(names, documents.values(), strict=True):
                (work / name).write_bytes(data)
            profile = (work.parent / "profile").as_uri()
            told = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(work))
            self._run([self.soffice, f"-env:UserInstallation={profile}", *told, *(str(work / name) for name in names)])
            made = [(work / name).with_suffix(".pdf") for name in names]
            if not all(path.is_file() for path in made):
                raise OfficeError(_("LibreOffice 没有转出 PDF，请在 Word 或 WPS 里打开 .docx 看。"))
            return {name: path.read_bytes() for name, path in zip(documents, made, strict=True)}

    def pictures(self, pdf: bytes, beside: Path) -> list[bytes]:
        """Return the pages of a PDF as PNG; the work is done in a hidden folder in `beside`.

        Raises OfficeError when pdftoppm is not there or fails.
        """
        if self.pdftoppm is None:
            raise OfficeError(_("没有找到 pdftoppm，所以没有图片，请看 PDF。要图片，请安装 poppler（poppler-utils）。"))
        with self._work(beside) as work:
            (work / "pages.pdf").write_bytes(pdf)
            self._run([self.pdftoppm, "-png", "-r", str(_RESOLUTION), str(work / "pages.pdf"), str(work / "page")])
            pages = sorted(work.glob("page-*.png"))
            if not pages:
                raise OfficeError(_("pdftoppm 没有转出图片，请看 PDF。"))
            return [page.read_bytes() for page in pages]

    @contextlib.contextmanager
    def _work(self, beside: Path) -> Iterator[Path]:
        """Lend an empty folder beside the profile, which is removed at once.

        It is where the papers are to be, not among the temporary files of the machine: should the machine stop here,
        nothing of a case lies elsewhere.
        """
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix=".drafter-", dir=beside.resolve()))  # only its owner can enter
        work = self._folder / "work"
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _run(self, command: Sequence[str]) -> None:
        """Run a program apart from the terminal, so that Ctrl-C reaches only us, and stop all of it in the end."""
        environment = {**os.environ, "TMPDIR": str(self._folder), "TMP": str(self._folder), "TEMP": str(self._folder)}
        quiet = subprocess.DEVNULL
        with subprocess.Popen(  # noqa: S603 - a program found here, names of our own
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
        ) as process:
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                raise OfficeError(
                    _("{program} 等了 {count} 秒没有结果，停掉了。").format(
                        program=Path(command[0]).stem, count=_PATIENCE
                    )
                ) from None
            finally:
                _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program with those that it started, if it has not ended."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _installed() -> str | None:
    return next((place for place in _PLACES if Path(place).is_file()), None)
