"""Files of certificates: whether a TLS client could use one."""

import ssl
from pathlib import Path


def find_certificate_problem(file: Path) -> str | None:
    """Why the certificates of a file can't be trusted; None when they can."""
    try:
        ssl.create_default_context(cafile=str(file))
    except ssl.SSLError:
        return f"{file} holds no certificates in PEM"
    except OSError as error:
        return f"{file}: {error.strerror}"
    return None
