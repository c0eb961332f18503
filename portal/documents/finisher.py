"""The last hand on a PDF: one file that is both PDF/A-3a and PDF/UA-1, drawn with our fonts alone."""

from typing import Any

import pydyf

from portal.documents.errors import ForeignFont

_UA = 'pdfaid:part="3" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"'
_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher. Raises ForeignFont for a character that no font of ours holds."""
    _refuse_strangers(document)
    _say_both_standards(pdf)
    _leave_plain_what_ends_in_return(pdf)


def _refuse_strangers(document: Any) -> None:
    strangers = {
        font.family: "".join(font.to_unicode.values())
        for font in document.fonts.values()
        if not font.family.startswith("Sovittu ")
    }
    if strangers:
        raise ForeignFont(f"characters outside our fonts: {strangers}")


def _say_both_standards(pdf: pydyf.PDF) -> None:
    """Both identifiers stand in one description, in a stream that a checker reads without unpacking."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xml = b"".join(metadata.stream).decode()
    xml = xml.replace('pdfaid:part="3"', _UA, 1)
    metadata.stream = [xml.replace("</rdf:RDF>", _EXTENSION, 1).encode()]
    metadata.compress = False


def _leave_plain_what_ends_in_return(pdf: pydyf.PDF) -> None:
    """Checkers take a last byte CR for part of the line's end and then find the length false: 1 stream in 256."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress and stream.data.endswith(b"\r\nendstream"):
            stream.compress = False
