"""One template, one set of values, one document: `compile_template(bytes).render(values) -> Rendered`.

docxtpl does the work. It is held by this module alone, and a fresh document object is made for every render:
docxtpl leaks one client's text into the next when a render fails half-way.
"""

from __future__ import annotations

import io
import re
import traceback
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import Environment, nodes
from jinja2 import TemplateError as JinjaError

from drafter.errors import Problem, TemplateError, Where
from drafter.fields import Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.word import archive, branches, language, marks
from drafter.word.coverage import TagAt, Trace, Watch
from drafter.word.environment import Ledger, environment
from drafter.word.mistakes import ERRORS, Mistake, RefusedError, explain
from drafter.word.places import misread, place_of
from drafter.word.reading import UNREADABLE

_CUSTOM: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)
DOCUMENT_PROPERTY: Final = "drafter.document"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_COMMENT_MARKS: Final = ("commentRangeStart", "commentRangeEnd", "commentReference")
_COMMENT_PARTS: Final = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people")
_FOOTNOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished document and the values that went into it."""

    data: bytes
    marks: tuple[marks.FieldMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTemplate:
    """A template that was looked at, and can be filled any number of times; made by `compile_template` alone."""

    data: bytes
    name: str

    def render(self, values: Scope, *, document: str, title: str, trace: Trace | None = None) -> Rendered:
        """Fill the template.

        `document` is the id written into the file's custom properties, `title` the title in its metadata; into `trace`
        goes which branches were taken.
        Raises TemplateError with part, paragraph or table cell.
        """
        ledger = Ledger()
        template = _Template(self.data, self.name, looked_at=True)
        template.fill(values.flat(), ledger, trace)
        return Rendered(data=template.finish(ledger, document=document, title=title), marks=tuple(ledger.marks))

    def places(self, tags: Iterable[TagAt]) -> list[Where]:
        """Return where tags of this template stand."""
        return _Template(self.data, self.name).places(tags)


def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """Read a template; `name` is the file name for messages.

    Raises TemplateError when it is not a Word file or its tags cannot be read.
    """
    template = _Template(data, name)
    template.check_syntax()
    return CompiledTemplate(data=data, name=name)


def inspect_template(data: bytes, name: str, names: Scope, question_of: branches.QuestionOf) -> list[Problem]:
    """Return every mistake in the tags of a template, in whatever branch, without filling it."""
    try:
        return _Template(data, name).inspect(names, question_of)
    except TemplateError as error:
        return list(error.problems)


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl with places in its errors and without its handling of document properties."""

    def __init__(self, data: bytes, name: str, *, looked_at: bool = False) -> None:
        if not looked_at and (found := archive.faults(data, name)):
            raise TemplateError(found)
        super().__init__(io.BytesIO(data))
        self.file_name = name
        self.part_source = ""
        self.part_name = ""
        self.watch: Watch | None = None
        try:
            self.render_init()
        except UNREADABLE as error:
            what = _("这不是能读的 Word 文件（{reason}）。").format(reason=type(error).__name__)
            advice = _("请在 Word 或 WPS 里打开，另存为 .docx。")
            problem = Problem(code="T001", where=Where(file=name), what=what, advice=advice)
            raise TemplateError([problem]) from error

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:  # noqa: ANN401 - docxtpl's own
        """Leave the properties alone: they are set in `finish`, never from tags."""

    def patch_xml(self, src_xml: str) -> str:
        """Put the tags together, once they are known to be no more and no longer than that takes."""
        language.check_split(src_xml)
        patched: str = super().patch_xml(src_xml)
        return patched

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:  # noqa: ANN401
        """Remember what is being rendered, for the place in an error."""
        self.part_source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        self.part_name = str(part.partname)
        if self.watch is not None:
            self.watch.part, self.watch.source = self.part_name, self.part_source
        rendered: str = super().render_xml_part(src_xml, part, context, jinja_env)
        return rendered

    def check_syntax(self) -> None:
        """Look the tags of every part over, and read them, without filling them."""
        for _tree in self._trees():
            pass

    def _trees(self) -> Iterator[nodes.Template]:
        """Yield the tags of every part, looked over and read; while one is looked at, the part is `part_source`.

        Braces are looked at first: where one is missing, the engine may drop the paragraphs up to the next tag.
        """
        env = environment(Ledger())
        sources = self._sources()
        for part, source in sources:
            self.part_name = str(part.partname)
            try:
                language.check_number(source)
            except RefusedError as error:
                raise TemplateError(self._refused(error)) from error
        if any(self._misread(part) for part, _source in sources):
            raise TemplateError([problem for part, _source in sources for problem in self._misread(part, env)])
        for part, source in sources:
            self.part_source, self.part_name = "", str(part.partname)
            try:
                self.part_source = re.sub(r"<w:p([ >])", r"\n<w:p\1", self.patch_xml(source))
                tree = env.parse(self.part_source)
            except JinjaError as error:
                raise TemplateError(self._misread(part, env) or self._refused(error)) from error
            yield tree

    def _refused(self, error: JinjaError) -> list[Problem]:
        """Return what the tags of a part may not say, or the one thing that cannot be read."""
        if not isinstance(error, RefusedError):
            return [self._problem(error)]
        return [self._told(self._place(fault.line, fault.word), fault.mistake) for fault in error.faults]

    def _sources(self) -> list[tuple[Any, str]]:
        """Return body, headers and footers with their XML, tags as they were typed."""
        sources = [(self.docx.part, self.get_xml())]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            sources += [(part, self.get_part_xml(part)) for _key, part in self.get_headers_footers(uri)]
        return sources

    def inspect(self, names: Scope, question_of: branches.QuestionOf) -> list[Problem]:
        """Return the mistakes of every branch of every part."""
        return [
            self._told(self._place(fault.line, fault.word), fault.mistake)
            for tree in self._trees()
            for fault in branches.faults(tree, names, question_of)
        ]

    def _misread(self, part: Any, env: Environment | None = None) -> list[Problem]:  # noqa: ANN401 - python-docx
        return [
            self._told(Where(file=self.file_name, part=name, spot=spot), mistake)
            for name, spot, mistake in misread(self.docx, str(part.partname), env)
        ]

    def places(self, tags: Iterable[TagAt]) -> list[Where]:
        """Return where tags stand, before anything is filled."""
        sources = {str(part.partname): self.patch_xml(source) for part, source in self._sources()}
        found = []
        for tag in tags:
            self.part_name = tag.part
            self.part_source = re.sub(r"<w:p([ >])", r"\n<w:p\1", sources.get(tag.part, ""))
            found.append(self._place(tag.line, "".join(tag.text.rstrip("-+%}").replace("{%-", "{%").split())))
        return found

    def fill(self, names: Mapping[str, Any], ledger: Ledger, trace: Trace | None = None) -> None:
        """Render body, headers, footers and footnotes."""
        env = environment(ledger)
        if trace is not None:
            self.watch = Watch(trace=trace, values=ledger.marks)
            env.observe(self.watch)
        try:
            with ledger.open():
                self.render(names, env, autoescape=True)
        except ERRORS as error:
            raise TemplateError([self._problem(error, tuple(names))]) from error

    def _problem(self, error: Exception, names: tuple[str, ...] = ()) -> Problem:
        name = error.name if isinstance(error, UnknownNameError) else ""
        return self._told(self._place(_line(error), name), explain(error, names))

    def _place(self, line: int | None, name: str) -> Where:
        part, spot = place_of(self.docx, self.part_name, self.part_source.split("\n"), line, name)
        return Where(file=self.file_name, part=part, spot=spot)

    def _told(self, where: Where, mistake: Mistake) -> Problem:
        return Problem(code=mistake.code, where=where, what=mistake.what, advice=mistake.advice)

    def finish(self, ledger: Ledger, *, document: str, title: str) -> bytes:
        """Resolve the marks, set the metadata and return the bytes."""
        next_id = 1000
        for part in self.docx.part.package.iter_parts():
            if part.content_type == _FOOTNOTES:
                part._blob = marks.strip(part.blob.decode("utf-8")).encode()  # noqa: SLF001 - a blob part has no setter
            element = getattr(part, "_element", None)
            if element is not None:
                next_id = marks.resolve(element, ledger.marks, next_id)
        _hold_ending(self.docx)
        _leave_out_comments(self.docx)
        properties = self.docx.core_properties
        properties.title, properties.author, properties.last_modified_by = title, "", ""
        properties.comments = properties.keywords = properties.subject = properties.category = ""
        self._mark_document(document)
        buffer = io.BytesIO()
        self.docx.save(buffer)
        return stable(buffer.getvalue())

    def _mark_document(self, document: str) -> None:
        package = self.docx.part.package
        blob = _CUSTOM.format(name=DOCUMENT_PROPERTY, value=document).encode()
        for relation in package.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
                relation.target_part._blob = blob  # noqa: SLF001 - a blob part has no setter
                return
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob, package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _leave_out_comments(document: Any) -> None:  # noqa: ANN401 - python-docx
    """Take out what colleagues wrote beside the text of a template: a paper goes to others."""
    for part in document.part.package.iter_parts():
        element = getattr(part, "_element", None)
        if element is not None:
            for mark in list(element.iter(*(f"{{{marks.W}}}{name}" for name in _COMMENT_MARKS))):
                mark.getparent().remove(mark)
    relations = document.part.rels
    for id_ in [id_ for id_, relation in relations.items() if relation.reltype.endswith(_COMMENT_PARTS)]:
        del relations[id_]


def _hold_ending(document: Any) -> None:  # noqa: ANN401 - python-docx
    """Keep the last lines of the text with the closing block, so that nobody signs a page with nothing on it.

    The styles of the block (此致, 附件, 签名) keep it together; what stands before it depends on the case.
    """
    contents = list(document.iter_inner_content())
    for place in range(len(contents) - 2, -1, -1):
        content = contents[place]
        if not isinstance(content, Paragraph):
            return
        style = content.style
        if style is None or not style.paragraph_format.keep_with_next:
            if place < len(contents) - 2:
                content.paragraph_format.keep_with_next = True
            return


def _line(error: Exception) -> int | None:
    """Return the line of the template at which `error` arose; there is one for each paragraph that stays."""
    number = getattr(error, "lineno", None) if isinstance(error, JinjaError) else None
    if number is None:
        frames = traceback.extract_tb(error.__traceback__)
        number = next((frame.lineno for frame in frames if frame.filename in ("<template>", "<unknown>")), None)
    return number


def stable(data: bytes) -> bytes:
    """Return the same archive with fixed member dates, so that equal content gives equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return buffer.getvalue()


def document_id(data: bytes) -> str | None:
    """Return the document id in a file's custom properties, or None when it is not one of ours or cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            properties = archive.read("docProps/custom.xml").decode("utf-8")
    except UNREADABLE:
        return None
    found = re.search(rf'name="{re.escape(DOCUMENT_PROPERTY)}"[^>]*>\s*<vt:lpwstr>([^<]*)', properties)
    return found.group(1) if found else None
