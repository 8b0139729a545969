"""Reading of the protection values of VBA projects, written apart from the code that writes them."""

from __future__ import annotations


def decrypted(text: str) -> tuple[int, int, bytes]:
    """Version, key and data, read by the decryption of [MS-OVBA] 2.4.3.3."""
    raw = bytes.fromhex(text)
    version, key = raw[0] ^ raw[1], raw[0] ^ raw[2]
    previous, newest, older = key, raw[2], raw[1]
    plain = bytearray()
    for byte in raw[3:]:
        previous = byte ^ (older + previous & 0xFF)
        older, newest = newest, byte
        plain.append(previous)
    ignored = (raw[0] & 6) // 2
    length = int.from_bytes(plain[ignored : ignored + 4], "little")
    assert len(plain) == ignored + 4 + length
    return version, key, bytes(plain[ignored + 4 :])
