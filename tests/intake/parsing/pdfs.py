"""A writer of PDFs, as small as the tests allow: text at places, in the standard fonts, without compression."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

LEADING = 1.2
WIDTH, HEIGHT = 595, 842
COURIER = 0.6
"""Width of a letter of Courier, in sizes."""


@dataclass
class Pdf:
    """Pages of operators; `data` makes the file."""

    pages: list[list[str]] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    catalog: str = ""
    compressed: bool = False

    def page(self) -> "Pdf":
        self.pages.append([])
        return self

    def write(self, text: str, x: float, y: float, size: float = 10, font: str = "F1") -> "Pdf":
        """One line of text with its foot at (x, y)."""
        self.pages[-1].append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped(text)}) Tj ET")
        return self

    def column(self, lines: Sequence[str], x: float, y: float, size: float = 10, font: str = "F1") -> float:
        """Lines from (x, y) downwards; an empty one leaves half a line free. The y of the line that would follow."""
        for line in lines:
            if line:
                self.write(line, x, y, size, font)
            y -= LEADING * size if line else LEADING * size * 0.7
        return y

    def picture(self) -> "Pdf":
        self.pages[-1].append("q 500 0 0 700 40 60 cm /Im1 Do Q")
        return self

    def data(self) -> bytes:
        count = len(self.pages)
        kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(count))
        objects = {
            1: f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode(),
            2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>",
            5: b"<< " + b" ".join(f"/{n} ({escaped(v)})".encode("cp1252") for n, v in self.info.items()) + b" >>",
            6: stream(
                b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
            ),
        }
        for number, operators in enumerate(self.pages):
            resources = "/Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im1 6 0 R >>"
            box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
            objects[10 + 2 * number] = (
                f"<< /Type /Page /Parent 2 0 R {box} /Resources << {resources} >> /Contents {11 + 2 * number} 0 R >>".encode()
            )
            content = "\n".join(operators).encode("cp1252")
            objects[11 + 2 * number] = (
                stream(zlib.compress(content), "/Filter /FlateDecode") if self.compressed else stream(content, "")
            )
        return assembled(objects, "/Root 1 0 R /Info 5 0 R")


def escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def stream(content: bytes, entries: str) -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def assembled(objects: dict[int, bytes], trailer: str) -> bytes:
    """A file of these objects, with its table of where they stand."""
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(data)
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start, size = len(data), max(objects) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        data += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    data += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
