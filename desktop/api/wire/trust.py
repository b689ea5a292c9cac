"""Whose certificates are believed: the system's, Mozilla's, the person's own authority; and our own."""

from __future__ import annotations

import logging
import ssl
import sys
from pathlib import Path

from desktop.core.connection import Transport, Trust
from desktop.core.errors import AppError, Code

_log = logging.getLogger(__name__)

_LINUX_BUNDLES = (
    # Where distributions keep what they trust: a frozen program's OpenSSL looks elsewhere.
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/cert.pem",  # Alpine
    "/etc/ssl/ca-bundle.pem",  # SUSE
)


def context_for(transport: Transport) -> ssl.SSLContext:
    """Give the TLS side of a transport; reads files (20 ms), so worker threads only.

    Raises:
        AppError: CERTIFICATE, a file of the person's cannot be read or does not fit.
    """
    context = _context(transport.trust)
    if transport.ca_file:
        try:
            context.load_verify_locations(cafile=transport.ca_file)
        except (OSError, ValueError) as error:
            raise _unusable(transport.ca_file, error) from None
    if transport.certificate_file:
        password = transport.certificate_password.reveal().encode()
        try:
            context.load_cert_chain(
                transport.certificate_file,
                transport.certificate_key_file or None,
                # Never None: OpenSSL would ask on the terminal.
                password=lambda: password,
            )
        except (OSError, ValueError) as error:
            raise _unusable(transport.certificate_file, error) from None
    return context


def _context(trust: Trust) -> ssl.SSLContext:
    if trust is Trust.NOBODY:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    if trust is Trust.BUNDLED:
        return _bundled()
    if sys.platform in {"win32", "darwin"}:
        import truststore  # noqa: PLC0415 - asks the system's own verifier, for its users only

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # On Linux truststore would read the whole bundle again in each handshake: 20 ms on the loop.
    return _linux()


def _linux() -> ssl.SSLContext:
    paths = ssl.get_default_verify_paths()
    has_folder = bool(paths.capath) and any(Path(paths.capath).iterdir())
    if paths.cafile or has_folder:
        return ssl.create_default_context()
    found = next((bundle for bundle in _LINUX_BUNDLES if Path(bundle).is_file()), None)
    if found is None:
        _log.info("this system keeps no certificates; Mozilla's list is used")
        return _bundled()
    return ssl.create_default_context(cafile=found)


def _bundled() -> ssl.SSLContext:
    import certifi  # noqa: PLC0415 - only where it is wanted

    return ssl.create_default_context(cafile=certifi.where())


def _unusable(file: str, error: OSError | ValueError) -> AppError:
    reason = error.strerror if isinstance(error, OSError) else ""
    if isinstance(error, ssl.SSLError):
        reason = error.reason or "not a PEM file, or another passphrase"
    return AppError(Code.CERTIFICATE, f"{Path(file).name}: {reason or 'not usable'}")
