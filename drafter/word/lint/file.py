"""What a file carries beside its text: tags where nothing is filled in, names of people, traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.lint.finding import Finding, at, of_file
from drafter.word.lint.lines import Line, P, Package, own, parsed
from drafter.word.lint.tagging import scan
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

AUTHOR: Final = "drafter"
"""Who signs the comments that this program writes."""
_CHANGES: Final = tuple(f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
_OWNERS: Final = {
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Company", "Manager"),
}


def faults(file: str, package: Package) -> Iterator[Finding]:
    """Yield what is wrong with a file beside its text."""
    yield from _unfilled(file, package)
    for lines in package.lines.values():
        yield from _traces(file, lines)
    yield from _comments(file, package)
    yield from _columns(file, package)
    for member, owners in people(package.members):
        what = _("文件属性里有名字：{names}。").format(names=_("、").join(owners.values()))
        advice = _("发给别人的模板里不要留作者、单位；用 --fix 可以清掉。")
        yield of_file(file, _part(member), Mistake(code="T058", what=what, advice=advice))
    yield from _bound(file, package)


def people(members: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the properties of a file that name somebody, part by part."""
    for member, names in _OWNERS.items():
        if member not in members:
            continue
        try:
            root = parsed(members[member])
        except etree.XMLSyntaxError:
            continue
        owners = {name: text for element in root for name in names
                  if etree.QName(element).localname == name and (text := (element.text or "").strip())}  # fmt: skip
        if owners:
            yield member, owners


def _part(member: str) -> str:
    if member.startswith("docProps"):
        return str(_("文件属性"))
    for prefix, name in (
        ("word/endnotes", _("尾注")),
        ("word/comments", _("批注")),
        ("word/glossary", _("自动图文集")),
    ):
        if member.startswith(prefix):
            return str(name)
    return member


def _unfilled(file: str, package: Package) -> Iterator[Finding]:
    """Yield the tags in places that are never filled in."""
    for member, blob in package.members.items():
        if member in package.lines or not member.endswith((".xml", ".rels")):
            continue
        if not any(sign in blob for sign in (b"{{", b"{%", "｛".encode(), b"%7B%7B", b"%7B%25")):
            continue
        try:
            root = parsed(blob)
        except etree.XMLSyntaxError:
            continue
        part = _("链接地址") if member.endswith(".rels") else _part(member)
        for text in _texts(root):
            for tag in scan(text)[0]:
                what = _("标签“{tag}”所在的地方不会填写，会原样留在文书里。").format(tag=tag.raw)
                advice = _("请移到正文、页眉、页脚或者脚注里。")
                yield of_file(file, part, Mistake(code="T051", what=what, advice=advice))


def _texts(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if element.tag == f"{{{W}}}comment" and element.get(f"{{{W}}}author") == AUTHOR:
            for below in element.iter(P):
                below.clear()
        if element.tag == P:
            yield "".join(node.text or "" for node in own(element) if node.tag == f"{{{W}}}t")
        elif not len(element) and element.text and element.tag != f"{{{W}}}t":
            yield element.text
        yield from (str(value).replace("%7B", "{").replace("%7D", "}").replace("%25", "%")
                    for name, value in element.attrib.items() if name == "Target")  # fmt: skip


def _traces(file: str, lines: tuple[Line, ...]) -> Iterator[Finding]:
    """Yield the paragraphs with tracked changes: deleted text is filled in too and goes out with the paper."""
    for line in lines:
        changed = [node for node in own(line.element) if node.tag in _CHANGES]
        if not changed:
            continue
        gone = "".join(node.text or "" for node in own(line.element) if node.tag == f"{{{W}}}delText")
        what = _("这里还有没有接受的修订，会跟着文书发出去。")
        if gone:
            what = _("这里还有没有接受的修订（删掉的“{text}”），会跟着文书发出去。").format(text=gone[:30])
        advice = _("请在 Word 或 WPS 的“审阅”里接受或者拒绝所有修订。")
        yield at(file, line, Mistake(code="T059", what=what, advice=advice))


def _comments(file: str, package: Package) -> Iterator[Finding]:
    blob = package.members.get("word/comments.xml")
    if blob is None:
        return
    try:
        root = parsed(blob)
    except etree.XMLSyntaxError:
        return
    comments = list(root.iter(f"{{{W}}}comment"))
    if comments:
        text = "".join(node.text or "" for node in comments[0].iter(f"{{{W}}}t"))
        what = _("还有批注“{text}”：文书里不会有，模板里有。")
        if len(comments) > 1:
            what = _("还有 {count} 条批注（“{text}”等）：文书里不会有，模板里有。")
        yield of_file(file, _("批注"), Mistake(
            code="T060",
            what=what.format(count=len(comments), text=text[:30]),
            advice=_("请在 Word 或 WPS 的“审阅”里删掉所有批注。"),
        ))  # fmt: skip


def _columns(file: str, package: Package) -> Iterator[Finding]:
    for member, lines in package.lines.items():
        for number, table in enumerate(package.roots[member].iter(f"{{{W}}}tbl"), start=1):
            if all(column.get(f"{{{W}}}w") for column in table.iterfind(f"{{{W}}}tblGrid/{{{W}}}gridCol")):
                continue
            first = next((line for line in lines if table in line.element.iterancestors()), None)
            mistake = Mistake(
                code="T061",
                what=_("表{number} 有一列没有写宽度，填写的时候会出错。").format(number=number),
                advice=_("请在 Word 或 WPS 里选中表格，重新设一次列宽，再保存。"),
            )
            yield at(file, first, mistake) if first is not None else of_file(file, lines[0].label, mistake)


def _bound(file: str, package: Package) -> Iterator[Finding]:
    """Yield the content controls whose data take the place of what was filled in."""
    for lines in package.lines.values():
        for line in lines:
            controls = [*line.element.iter(f"{{{W}}}sdt"), *line.element.iterancestors(f"{{{W}}}sdt")]
            if any(control.find(f"{{{W}}}sdtPr/{{{W}}}dataBinding") is not None for control in controls):
                what = _("这里的内容控件连着文件属性或者别的数据，打开的时候会把填好的字换掉。")
                advice = _("请右键点它，选“删除内容控件”，文字会留下。")
                yield at(file, line, Mistake(code="T062", what=what, advice=advice))
