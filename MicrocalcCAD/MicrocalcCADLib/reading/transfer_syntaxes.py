"""Transfer syntaxes: which are read, which lose detail, and what the others are called."""

from __future__ import annotations

# Decoders: pydicom itself (uncompressed, deflated, RLE), its plug-ins, or GDCM in SimpleITK
READ = {
    "1.2.840.10008.1.2": "Implicit VR Little Endian",
    "1.2.840.10008.1.2.1": "Explicit VR Little Endian",
    "1.2.840.10008.1.2.1.99": "Deflated Explicit VR Little Endian",
    "1.2.840.10008.1.2.2": "Explicit VR Big Endian",
    "1.2.840.10008.1.2.4.50": "JPEG Baseline",
    "1.2.840.10008.1.2.4.51": "JPEG Extended",
    "1.2.840.10008.1.2.4.57": "JPEG Lossless",
    "1.2.840.10008.1.2.4.70": "JPEG Lossless, First-Order Prediction",
    "1.2.840.10008.1.2.4.80": "JPEG-LS Lossless",
    "1.2.840.10008.1.2.4.81": "JPEG-LS Near-Lossless",
    "1.2.840.10008.1.2.4.90": "JPEG 2000 Lossless",
    "1.2.840.10008.1.2.4.91": "JPEG 2000",
    "1.2.840.10008.1.2.4.201": "High-Throughput JPEG 2000 Lossless",
    "1.2.840.10008.1.2.4.202": "High-Throughput JPEG 2000 RPCL Lossless",
    "1.2.840.10008.1.2.4.203": "High-Throughput JPEG 2000",
    "1.2.840.10008.1.2.5": "RLE Lossless",
}
ALWAYS_LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81")
# also allowed for reversible compression, which the header then states
POSSIBLY_LOSSY = ("1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203")
NOT_READ = {
    "1.2.840.10008.1.2.4.110": "JPEG XL Lossless",
    "1.2.840.10008.1.2.4.111": "JPEG XL",
    "1.2.840.10008.1.2.4.112": "JPEG XL",
    "1.2.840.10008.1.2.8.1": "deflated image frames",
    "1.2.840.10008.1.2.4.94": "JPIP, which refers to pixels on a server",
    "1.2.840.10008.1.2.4.95": "JPIP, which refers to pixels on a server",
    "1.2.840.10008.1.2.4.204": "JPIP, which refers to pixels on a server",
    "1.2.840.10008.1.2.4.205": "JPIP, which refers to pixels on a server",
    "1.2.840.10008.1.2.4.92": "JPEG 2000 of several components",
    "1.2.840.10008.1.2.4.93": "JPEG 2000 of several components",
}
_VIDEO = {f"1.2.840.10008.1.2.4.{n}": name for numbers, name in (
    (("100", "100.1", "101", "101.1"), "MPEG-2 video"),
    (("102", "102.1", "103", "103.1", "104", "104.1", "105", "105.1", "106", "106.1"), "MPEG-4 video"),
    (("107", "108"), "HEVC video"),
) for n in numbers} | {f"1.2.840.10008.1.2.7.{n}": "SMPTE video" for n in (1, 2, 3)}  # fmt: skip
_STANDARD = "1.2.840.10008."


def unread_name(uid: str) -> str | None:
    """Return what a transfer syntax that is not read is called; None for those that are."""
    if uid in READ:
        return None
    if uid in NOT_READ or uid in _VIDEO:
        return NOT_READ.get(uid) or _VIDEO[uid]
    return (
        f"an unknown or retired transfer syntax ({uid})"
        if uid.startswith(_STANDARD)
        else f"a private transfer syntax of its maker ({uid})"
    )
