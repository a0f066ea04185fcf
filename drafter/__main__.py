"""The entry point: the only place that catches, and that chooses the exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from drafter import i18n
from drafter.errors import DrafterError
from drafter.i18n import gettext as _

_CHINESE: Final = {"gbk": "gbk", "gb2312": "gbk", "euccn": "gbk", "cp936": "gbk", "gb18030": "gb18030"}
"""What a locale calls its codeset, without signs → what a terminal that is set so understands."""
_LONG_IN_UTF8: Final = "\u0800"
"""From here on a character has three bytes: among them is all Chinese."""


def main() -> NoReturn:
    """Run the command line and leave with the exit code of what happened."""
    _use_utf8_names()
    _end_like_ctrl_c()
    i18n.use(_language(sys.argv[1:]))
    named = named_encoding(_started_with())
    _speak(named)
    sys.exit(_run([understood(argument, named) for argument in sys.argv[1:]]))


def _use_utf8_names() -> None:
    """Start again in UTF-8 mode where the locale could not name a file in Chinese."""
    if sys.getfilesystemencoding().lower() not in ("utf-8", "utf8") and os.name == "posix":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "drafter", *sys.argv[1:]])  # noqa: S606


def _language(arguments: Sequence[str]) -> str:
    """Return the language that the command line asks for: help texts are made before click reads it, and checks it."""
    asked = ""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else following
    return asked if asked in i18n.LANGUAGES else i18n.LANGUAGES[0]


def _end_like_ctrl_c() -> None:
    """Let SIGTERM and SIGHUP unwind as Ctrl-C does, so that no half-written file stays; the code is 128 + number."""

    def interrupt(number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)


def _started_with() -> Mapping[str, str]:
    """Return the environment that the program was started with.

    Where a locale is not installed Python puts LC_CTYPE=C.UTF-8 in its place (PEP 538); Linux knows what stood there.
    """
    try:
        with open("/proc/self/environ", "rb") as stream:  # noqa: PTH123 - `--help` starts fast
            entries = stream.read().split(b"\0")
    except OSError:
        return os.environ
    return dict(os.fsdecode(entry).partition("=")[::2] for entry in entries)


def named_encoding(environment: Mapping[str, str]) -> str:
    """Return how the terminal speaks: GBK where the locale names it, installed or not, and UTF-8 everywhere else."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    codeset = locale.partition(".")[2].partition("@")[0]
    return _CHINESE.get("".join(filter(str.isalnum, codeset)).lower(), "utf-8")


def spoken_encoding(*, terminal: bool, system: str, own: str, named: str) -> str:
    """Return how to speak to a stream: a file is UTF-8, a terminal what the locale names, a Windows console its own.

    PYTHONIOENCODING counts for none of them: it was set for another program, and no terminal changes with it.
    """
    if not terminal:
        return "utf-8"
    return own if system == "nt" else named


def understood(argument: str, named: str) -> str:
    """Return an argument that was typed in the terminal's encoding as text.

    The name of a file that is there stays as it is, and so does Chinese in UTF-8: a script may have written it.
    """
    broken = any("\udc80" <= letter <= "\udcff" for letter in argument)
    chinese = any(letter >= _LONG_IN_UTF8 for letter in argument) and not broken
    if named != "utf-8" and not chinese and not os.path.lexists(argument):
        with contextlib.suppress(UnicodeError):
            return os.fsencode(argument).decode(named)
    return argument


def _speak(named: str) -> None:
    """Read and print as the terminal does; a character that the screen cannot show becomes ?, never a crash.

    A byte that cannot be read is kept as it is: who asked tells the person. A stream that was closed (`>&-`) leads
    nowhere, so that no file of ours gets its number.
    """
    for name in ("stdin", "stdout", "stderr"):
        mode, errors = ("r", "surrogateescape") if name == "stdin" else ("w", "replace")
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
        stream = getattr(sys, name)
        with contextlib.suppress(AttributeError, ValueError, OSError):
            encoding = spoken_encoding(terminal=stream.isatty(), system=os.name, own=stream.encoding, named=named)
            stream.reconfigure(encoding=encoding, errors=errors)


def _run(arguments: list[str]) -> int:
    import click

    from drafter.cli import drafter

    try:
        drafter.main(args=arguments, prog_name="drafter", standalone_mode=False)
        sys.stdout.flush()
    except DrafterError as error:
        _tell(str(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt) as stop:
        _tell(_("已中断。已经保存的都在。"))
        cause = stop.__cause__ if isinstance(stop, click.Abort) else stop
        return cause.args[0] if cause is not None and cause.args else 130
    except (BrokenPipeError, SystemExit):  # click ends so when nobody reads on; what was to be written is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is not None:
            _tell(_report(error))
            return 3
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _tell(_("屏幕或者输出写不出来（{reason}）。已经保存的都在。").format(reason=error.strerror))
        return 2
    except Exception as error:  # noqa: BLE001 - our bug, reported without personal data
        _tell(_report(error))
        return 3
    return 0


def _tell(text: str) -> None:
    if text:
        print(text, file=sys.stderr)  # noqa: T201 - the last words of the program


def _report(error: Exception) -> str:
    """Write where it went wrong, without any value, and return what to tell the person."""
    import datetime as dt
    import tempfile
    import traceback
    from pathlib import Path

    lines = [
        f"drafter {dt.datetime.now(dt.UTC):%Y-%m-%d} {sys.version.split()[0]} {sys.platform}",
        type(error).__name__,
    ]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    descriptor, path = tempfile.mkstemp(prefix="drafter-report-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    return _("程序出了错，不是您的问题。已经保存的都在。出错的记录（不含您的内容）：{path}").format(path=path)


if __name__ == "__main__":
    main()
