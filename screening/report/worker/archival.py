"""What makes one file both PDF/A-3a and PDF/UA-1, with its attachments.

The library writes PDF/A-3a; what PDF/UA-1 asks for beyond that is added before the file is written.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Iterable
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any

import pydyf
import weasyprint
from weasyprint.css import ColorProfile

from screening.report.attachment import Attachment

VARIANT = "pdf/a-3a"
TRAP, READABLE = b"\r\nendstream", b"\r\r\nendstream"
SRGB = "IEC 61966-2-1 Default RGB Colour Space - sRGB"  # as the profile calls itself
END_OF_RDF = b"</rdf:RDF>"
# PDF/A knows no pdfuaid: a schema that it does not know has to be described beside its use.
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema\
</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/\
</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property>\
<rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal\
</pdfaProperty:category><pdfaProperty:description>Part of the PDF/UA standard\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>\
</pdfaExtension:schemas></rdf:Description>"""


_library_data = pydyf.Stream.data


def _data(stream: pydyf.Stream) -> bytes:
    """A stream whose end can be told.

    A reader takes a 0x0D before the library's line feed for half of a line end, and finds the
    stream one byte short of its /Length: packed data end so in one of 256.
    """
    # Asked for twice, in the file and for its identifier, and packed anew each time. By then
    # nothing is added any more.
    held: bytes | None = stream.__dict__.get("written")
    if held is None:
        data: bytes = _library_data.fget(stream)
        held = data.removesuffix(TRAP) + READABLE if data.endswith(TRAP) else data
        stream.written = held
    return held


def end_streams_readably() -> None:
    """Have the library write every stream so, also those that it makes after the finisher."""
    pydyf.Stream.data = property(_data)


def write(document: Any, attachments: tuple[Attachment, ...], parcel: bytes) -> bytes:
    """The PDF of a laid out document.

    parcel   all that went into it; the file's identifier is made from it
    """
    document.color_profiles = {"srgb": _srgb()}
    return bytes(
        document.write_pdf(
            finisher=_finish,
            pdf_variant=VARIANT,
            output_intent="",  # the profile above; by itself the library reads one for each file
            pdf_identifier=hashlib.sha256(parcel).hexdigest()[:32],
            attachments=[_attached(one) for one in attachments],
        )
    )


class _Profile(ColorProfile):
    """A profile written as it was read: the library writes other bytes the second time.

    Nor is it read as a profile, for which the library imports all that it has for pictures.
    """

    def __init__(self, data: bytes, src: str, name: str) -> None:
        self.src, self.data, self._name = src, data, name
        self.rendering_intent, self.components = "relative-colorimetric", (["r"], ["g"], ["b"])
        self.pdf_reference = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def content(self) -> bytes:
        return self.data


@cache
def _srgb() -> ColorProfile:
    """The colours that a page is meant in."""
    name = "sRGB2014.icc"
    return _Profile((files("weasyprint.pdf") / name).read_bytes(), name, SRGB)


def _attached(one: Attachment) -> weasyprint.Attachment:
    made = one.made.astimezone(UTC)  # the library writes a Z behind whatever it is given
    attached = weasyprint.Attachment(
        string=one.content,
        name=one.name,
        description=one.description,
        created=made,
        modified=made,
        relationship=one.relationship,
    )
    # The library would guess the media type by the name, and from tables of the machine.
    attached.source = contextlib.nullcontext((io.BytesIO(one.content), None, None, one.media_type))
    return attached


def _finish(_document: Any, pdf: pydyf.PDF) -> None:
    metadata = _named(pdf, pdf.catalog["Metadata"])
    (xml,) = metadata.stream
    metadata.stream = [xml.replace(END_OF_RDF, PDF_UA + END_OF_RDF)]
    # Whoever looks for the standards reads the file without a PDF library.
    metadata.compress = False
    if "AF" in pdf.catalog:  # the library lists each file as one of the names and as an object
        pdf.catalog["AF"] = pydyf.Array(_once(pdf.catalog["AF"]))


def _named(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _once(references: Iterable[bytes]) -> list[bytes]:
    return list(dict.fromkeys(references))
