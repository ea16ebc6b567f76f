"""Several finished PDFs as one: pages, bookmarks and tags, each document under a part of its own.

The library joins pages; their tags it leaves to us. What a page's marks point to (the parent tree)
is numbered anew, and so are the names by which cells find their heads. Files attached to a document
stay behind: they belong to one visit, and its own PDF has them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from screening.quick_dataclass import dataclass

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Part:
    """One document and what its bookmark says."""

    title: str
    pdf: bytes


def merge(parts: Sequence[Part], *, title: str, language: str, author: str = "") -> bytes:
    """One PDF that holds the parts in their order; each begins on a page of its own.

    parts     at least one, each tagged, as the render worker makes them
    language  of the whole, BCP 47
    """
    import pikepdf  # takes as long to import as a page to draw, and only a batch needs it

    with pikepdf.new() as out:
        joined = _Joined(pikepdf, out)
        for part in parts:
            with pikepdf.open(io.BytesIO(part.pdf)) as source:
                joined.add(part.title, source)
        joined.finish(title, language, author)
        made = io.BytesIO()
        out.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,  # a third of the size
        )
        return made.getvalue()


class _Joined:
    """The document that grows."""

    def __init__(self, library: Any, out: pikepdf.Pdf) -> None:
        self._library, self._out = library, out
        self._whole = out.make_indirect(
            library.Dictionary(Type=library.Name.StructElem, S=library.Name.Document)
        )
        self._sections: list[Any] = []
        self._owners: list[tuple[int, Any]] = []  # the parent tree: number -> structure elements
        self._marks: list[tuple[str, int]] = []  # bookmark and place of its first page
        self._numbers = 0  # of the parent tree so far

    def add(self, title: str, source: pikepdf.Pdf) -> None:
        """Pages first: what the tags say of pages then finds the copies."""
        first, library = len(self._out.pages), self._library
        self._out.pages.extend(source.pages)
        tree = self._out.copy_foreign(source.Root.StructTreeRoot)
        for number, owner in _numbered(tree.ParentTree):
            self._owners.append((number + self._numbers, owner))
        for page in list(self._out.pages)[first:]:
            for thing, key in _pointing(page):
                thing[key] = int(thing[key]) + self._numbers
        section = library.Dictionary(
            Type=library.Name.StructElem, S=library.Name.Part, P=self._whole, T=title
        )
        section = self._out.make_indirect(section)
        section.K = library.Array(_kids(tree))
        for kid in section.K:
            kid.P = section
        _name_anew(section, f"{len(self._marks) + 1}.", library)
        self._sections.append(section)
        self._marks.append((title, first))
        self._numbers = max((number for number, _ in self._owners), default=-1) + 1

    def finish(self, title: str, language: str, author: str) -> None:
        """What a reader is told of the whole."""
        out, library = self._out, self._library
        self._whole.K = library.Array(self._sections)
        entries = [part for pair in self._owners for part in pair]
        root = library.Dictionary(
            Type=library.Name.StructTreeRoot,
            K=self._whole,
            ParentTree=library.Dictionary(Nums=library.Array(entries)),
            ParentTreeNextKey=self._numbers,
        )
        out.Root.StructTreeRoot = out.make_indirect(root)
        self._whole.P = out.Root.StructTreeRoot
        out.Root.MarkInfo = library.Dictionary(Marked=True)
        out.Root.Lang = language
        out.Root.ViewerPreferences = library.Dictionary(DisplayDocTitle=True)
        with out.open_outline() as outline:
            outline.root.extend(library.OutlineItem(said, first) for said, first in self._marks)
        with out.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = title
            about["pdfuaid:part"] = "1"
            if author:
                about["dc:creator"] = [author]


def _pointing(page: Any) -> Iterator[tuple[Any, str]]:
    """What of a page has a number in the parent tree, and under which key."""
    if "/StructParents" in page:
        yield page, "/StructParents"
    for note in page.get("/Annots") or ():
        if "/StructParent" in note:
            yield note, "/StructParent"


def _numbered(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree."""
    held = list(tree.get("/Nums") or ())
    for place in range(0, len(held), 2):
        yield int(held[place]), held[place + 1]
    for kid in tree.get("/Kids") or ():
        yield from _numbered(kid)


def _kids(tree: Any) -> list[Any]:
    """What stands in the document's own top element, or in the tree where there is none."""
    top = _listed(tree.K)
    if len(top) == 1 and str(top[0].get("/S")) == "/Document":
        return _listed(top[0].K)
    return top


def _listed(kids: Any) -> list[Any]:
    return [kids] if hasattr(kids, "keys") and kids._type_name == "dictionary" else list(kids)


def _name_anew(element: Any, mark: str, library: Any) -> None:
    """Put a mark before every name of a cell and every mention of it: names are the file's."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if "/ID" in one:
            one.ID = library.String(mark + str(one.ID))
        for attributes in _listed(one.A) if "/A" in one else ():
            if "/Headers" in attributes:
                attributes.Headers = library.Array(
                    [library.String(mark + str(name)) for name in attributes.Headers]
                )
        kids = _listed(one.K) if "/K" in one and not isinstance(one.K, int) else []
        waiting += [kid for kid in kids if isinstance(kid, library.Dictionary) and "/S" in kid]
