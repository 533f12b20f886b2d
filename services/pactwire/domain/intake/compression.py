"""Gzip and deflate, inflated within a limit; what is cut off is a failure, not a short text."""

import zlib

from pactwire.errors import InvalidEvent

GZIP = b"\x1f\x8b"
MAX_LAYERS = 4
STEP = 256 * 1024


def inflate(raw: bytes, max_bytes: int) -> bytes:
    """The content of gzip, of a gzip in a gzip, and of members that follow each other.

    Raises:
        InvalidEvent: it is cut off or damaged, or has more than `max_bytes`.
    """
    for _ in range(MAX_LAYERS):
        if not raw.startswith(GZIP):
            return raw
        raw = _inflate_layer(raw, zlib.MAX_WBITS | 16, max_bytes)
    if raw.startswith(GZIP):
        raise InvalidEvent(f"it is compressed more than {MAX_LAYERS} times over")
    return raw


def inflate_deflate(raw: bytes, max_bytes: int) -> bytes:
    """What HTTP calls deflate: zlib's format, or the bare one that some servers send."""
    zlib_head = len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0
    return _inflate_layer(raw, zlib.MAX_WBITS if zlib_head else -zlib.MAX_WBITS, max_bytes)


def _inflate_layer(raw: bytes, window: int, max_bytes: int) -> bytes:
    content = bytearray()
    while raw:
        engine = zlib.decompressobj(window)
        try:
            while raw and not engine.eof:
                content += engine.decompress(raw, STEP)
                raw = engine.unconsumed_tail
                if len(content) > max_bytes:
                    raise InvalidEvent(f"it has more than {max_bytes:,} bytes when inflated")
            content += b"" if engine.eof else engine.flush()
        except zlib.error:
            raise InvalidEvent("its compression is damaged") from None
        if not engine.eof:
            raise InvalidEvent("its compressed content is cut off")
        raw = engine.unused_data
        if not raw.startswith(GZIP):
            break
    return bytes(content)
