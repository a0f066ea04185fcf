"""What stands in the parts of an unpacked Word file: kinds, relations and content that a template may have.

Kinds of part, relations and fields of Word are on lists; what is not on them is refused. So a macro, an embedded
object or a picture from the internet is refused whatever its file is called.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.instructions import instructions
from drafter.word.marks import START, TAB, W
from drafter.word.mistakes import Mistake

_TYPES: Final = "[Content_Types].xml"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_VML: Final = "urn:schemas-microsoft-com:vml"
_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
_W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_WORDS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN: Final = f"{_WORDS}document.main+xml"
_TEMPLATE: Final = f"{_WORDS}template.main+xml"
_KINDS: Final = re.compile(
    r"""image/[a-z0-9.+-]+ | application/xml | text/xml
    | application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml
    | application/vnd\.openxmlformats-officedocument\.(?:
        wordprocessingml\.[a-zA-Z0-9.]+\+xml | drawingml\.[a-zA-Z0-9.]+\+xml | theme\+xml | themeOverride\+xml
        | extended-properties\+xml | custom-properties\+xml | customXmlProperties\+xml | vmlDrawing | obfuscatedFont
        | wordprocessingml\.printerSettings )
    | application/vnd\.ms-word\.(?:stylesWithEffects|document)\+xml
    | application/vnd\.ms-office\.(?:chartstyle|chartcolorstyle|classificationlabels)\+xml
    | application/x-font(?:data|-ttf)""",
    re.VERBOSE,
)
_MACRO_KINDS: Final = re.compile(r"macroEnabled|vba|attachedToolbars|keyMapCustomizations", re.IGNORECASE)
_RELATIONS: Final = frozenset({
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles",
    "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "numbering", "footnotes", "endnotes",
    "header", "footer", "theme", "themeOverride", "image", "hyperlink", "comments", "commentsExtended", "commentsIds",
    "commentsExtensible", "people", "customXml", "customXmlProps", "glossaryDocument", "chart", "chartStyle",
    "chartColorStyle", "chartUserShapes", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors",
    "diagramDrawing", "printerSettings", "classificationlabels", "documenttasks",
})  # fmt: skip
_MACRO_RELATIONS: Final = frozenset({
    "vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations", "extensibility",
})  # fmt: skip
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+:|\\\\|//)", re.IGNORECASE)
_OWN_STORES: Final = frozenset({
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "{6668398D-A668-4E3E-8B75-5EB43FAF4B9A}",
    "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}",
})  # fmt: skip
"""Title, author and the like: Word's own properties."""
_LETTERS: Final = 1_000_000
_PARAGRAPHS: Final = 30_000
_CELLS: Final = 100
_RESERVED: Final = re.compile(f"[{START}-{TAB}]")


def is_xml(name: str) -> bool:
    """Return whether a part is text of tags, by its name."""
    return name.lower().endswith(_XML_NAMES)


def faults(contents: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield what a template may not hold; `contents` are its parts by name."""
    trees: dict[str, etree._Element] = {}
    for name, data in contents.items():
        if is_xml(name):
            tree = _tree(data, name)
            if isinstance(tree, Mistake):
                yield tree
                return
            trees[name] = tree
    if _TYPES not in trees or "_rels/.rels" not in trees:
        what = _("这不是 Word 文件：里面没有 Word 的目录。")
        yield Mistake(code="T011", what=what, advice=again())
        return
    kinds = _kinds(trees[_TYPES])
    yield from _check_kinds(contents, kinds)
    yield from _check_main(trees, contents, kinds)
    for name, tree in trees.items():
        if name.endswith(".rels"):
            yield from _check_relations(name, tree, contents)
        else:
            yield from _check_content(name, tree)


def again() -> str:
    """Return the advice that mends most files."""
    return _("请在 Word 或 WPS 里打开，另存为 .docx。")


def damaged(part: str = "") -> Mistake:
    """Return the mistake of a file, or of a part of it, that cannot be read to its end."""
    what = _("这个文件坏了（{part}）。").format(part=part) if part else _("这个文件不完整，或者坏了。")
    advice = _("请重新取一份，或者在 Word 或 WPS 里打开修复，另存为 .docx。")
    return Mistake(code="T013", what=what, advice=advice)


def _strange(what: str) -> Mistake:
    return Mistake(code="T018", what=what, advice=_("请在 Word 里删掉它，另存为 .docx。来历不明的文件，请不要用。"))


def _macro() -> Mistake:
    what = _("这个文件带着宏（程序），模板里不能有。")
    advice = _("请在 Word 里另存为“Word 文档（*.docx）”，不要选启用宏的。来历不明的文件，请不要打开。")
    return Mistake(code="T016", what=what, advice=advice)


def _tree(data: bytes, name: str) -> etree._Element | Mistake:
    """Return a part as a tree, without following anything that it declares."""
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        return _entities(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return damaged(name)
    return _entities(name) if getattr(root.getroottree().docinfo, "doctype", "") else root


def _entities(name: str) -> Mistake:
    return _strange(_("“{part}”里有 Word 不会写的声明（DOCTYPE）。").format(part=name))


def _kinds(tree: etree._Element) -> dict[str, str]:
    """Return the kind of a part by its name, or by the ending of a name."""
    kinds = {}
    for entry in tree:
        place = entry.get("PartName") or f".{entry.get('Extension', '')}"
        kinds[str(place).lower().removeprefix("/")] = str(entry.get("ContentType", ""))
    return kinds


def _kind(name: str, kinds: Mapping[str, str]) -> str:
    ending = f".{name.rpartition('.')[2]}".lower()
    return kinds.get(name.lower()) or kinds.get(ending, "")


def _check_kinds(contents: Mapping[str, bytes], kinds: Mapping[str, str]) -> Iterator[Mistake]:
    for name in contents:
        kind = _kind(name, kinds)
        if name == _TYPES or _KINDS.fullmatch(kind) or kind == _TEMPLATE:
            if kind.endswith("xml") and name != _TYPES and not is_xml(name):
                yield _strange(_("里面的部件“{part}”和它写明的种类不合。").format(part=name[:60]))
        elif _MACRO_KINDS.search(kind) or "vba" in name.lower():
            yield _macro()
        else:
            yield _strange(_("里面嵌着别的文件或者认不出的部件（{part}）。").format(part=name[:60]))


def _check_main(
    trees: Mapping[str, etree._Element], contents: Mapping[str, bytes], kinds: Mapping[str, str]
) -> Iterator[Mistake]:
    """Look at which part is the document, and of which kind."""
    relations = list(trees["_rels/.rels"].iter(_RELATION))
    if any(str(entry.get("Type")).startswith(_STRICT) for entry in relations):
        what = _("这个文件是“Strict Open XML 文档”，这里打不开。")
        advice = _("请在 Word 里另存为普通的“Word 文档（*.docx）”。")
        yield Mistake(code="T019", what=what, advice=advice)
        return
    main = [entry for entry in relations if _last(entry.get("Type")) == "officeDocument"]
    place = str(main[0].get("Target")).lstrip("/") if len(main) == 1 else ""
    if place not in contents:
        yield Mistake(code="T011", what=_("这不是 Word 文件：里面没有正文。"), advice=again())
        return
    kind = _kind(place, kinds)
    if kind == _TEMPLATE:
        what = _("这是 Word 模板（.dotx），这里打不开。")
        yield Mistake(code="T019", what=what, advice=_("请在 Word 里另存为“Word 文档（*.docx）”。"))
    elif kind != _MAIN and not _MACRO_KINDS.search(kind):
        yield Mistake(code="T011", what=_("这不是 Word 文件：它写明的种类是别的。"), advice=again())


def _last(kind: object) -> str:
    return str(kind).rpartition("/")[2]


def _check_relations(name: str, tree: etree._Element, contents: Mapping[str, bytes]) -> Iterator[Mistake]:
    folder, _slash, _file = name.rpartition("_rels/")
    for entry in tree.iter(_RELATION):
        full, target = str(entry.get("Type")), str(entry.get("Target", ""))
        kind = _last(full)
        if full.startswith(_STRICT):
            continue
        if kind in _MACRO_RELATIONS or "vba" in kind.lower():
            yield _macro()
        elif entry.get("TargetMode") == "External":
            if kind != "hyperlink" or not _LINK.match(target):
                yield _outward(kind, target)
        elif kind not in _RELATIONS:
            yield _strange(_("里面有模板不能有的内容（{kind}）。").format(kind=kind[:40]))
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in contents:
            yield damaged(_("缺“{part}”").format(part=target[:60]))


def _outward(kind: str, target: str) -> Mistake:
    """Return the mistake of something that Word fetches from elsewhere when it opens the file."""
    advice = {
        "attachedTemplate": _("请在 Word 的“开发工具—文档模板”里改成 Normal，再存一次。"),
        "image": _("请在 Word 的“编辑指向文件的链接”里断开链接，把图片存进文件。"),
        "hyperlink": _("请在 Word 里取消这个超链接；只能链接到 http、https 和 mailto。"),
    }.get(kind, _("请在 Word 的“编辑指向文件的链接”里断开链接，再存一次。"))
    what = _("这个文件会从别处取东西（{kind}：{target}），模板里不能有。").format(kind=kind[:40], target=target[:60])
    return Mistake(code="T017", what=what, advice=advice)


_FORBIDDEN: Final = tuple(
    f"{{{space}}}{name}"
    for space, name in (
        (W, "altChunk"), (W, "subDoc"), (W, "object"), (W, "control"), (W, "frameset"), (W, "movie"),
        (W, "mailMerge"), (_OFFICE, "OLEObject"), (W, "dataBinding"), (_W15, "dataBinding"),
    )
)  # fmt: skip


def _check_content(name: str, tree: etree._Element) -> Iterator[Mistake]:
    for element in tree.iter(*_FORBIDDEN):
        kind = etree.QName(element).localname
        if kind == "dataBinding":
            if str(element.get(f"{{{W}}}storeItemID")).upper() not in _OWN_STORES:
                what = _("有一个内容控件绑定了别处的数据，打开时会盖掉填好的字。")
                yield _strange(what)
        elif kind == "mailMerge":
            what = _("这个文件连着邮件合并的数据。")
            advice = _("请在 Word 的“邮件—开始邮件合并”里选“普通 Word 文档”，再存一次。")
            yield Mistake(code="T018", what=what, advice=advice)
        else:
            yield _strange(_("里面嵌着别的文件、控件或者子文档（{kind}）。").format(kind=kind))
    for element in tree.iter(f"{{{_VML}}}*"):
        source = str(element.get("src", ""))
        link = str(element.get("href", "") or element.get(f"{{{_OFFICE}}}href", ""))
        if _ELSEWHERE.match(source) or (_ELSEWHERE.match(link) and not _LINK.match(link)):
            yield _outward("image", source or link)
    yield from instructions(tree)
    yield from _check_amount(name, tree)


def _check_amount(name: str, tree: etree._Element) -> Iterator[Mistake]:
    text = "".join(node.text or "" for node in tree.iter(f"{{{W}}}t"))
    if _RESERVED.search(text):
        yield _strange(_("文字里有看不见的特殊字符（{part}）。").format(part=name))
    paragraphs = sum(1 for _paragraph in tree.iter(f"{{{W}}}p"))
    cells = max((len(row.findall(f".//{{{W}}}tc")) for row in tree.iter(f"{{{W}}}tr")), default=0)
    if len(text) > _LETTERS or paragraphs > _PARAGRAPHS or cells > _CELLS:
        what = _("“{part}”里的字、段落或者一行里的格子太多，没有打开。").format(part=name)
        yield Mistake(code="T014", what=what, advice=_("请把它分成几份模板。"))
