"""A report of a test that may be given to anybody: steps, codes, numbers; never a secret."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from desktop.core.connection import Connection, Secret
from desktop.services.checkup import Finding

_HIDDEN = "***"


def report(connection: Connection, findings: Iterable[Finding], secrets: Iterable[Secret]) -> str:
    """Give the report as plain text, in English: it is for whoever runs the server.

    `secrets` are struck out wherever they may have come back in a server's words.
    """
    host = urlsplit(connection.base_url)
    lines = [f"Oriole, test of a connection: {host.scheme}://{host.netloc}{host.path}"]
    if connection.preset:
        lines.append(f"preset: {connection.preset}")
    for finding in findings:
        line = f"{finding.step}: {finding.outcome}"
        if finding.seconds:
            line += f", {finding.seconds:.2f} s"
        if finding.models:
            line += f", {len(finding.models)} models"
        if finding.model:
            line += f", {finding.model}"
        lines.append(line)
        if finding.error is not None:
            lines += _error_lines(finding)
    return struck("\n".join(lines) + "\n", secrets)


def struck(text: str, secrets: Iterable[Secret]) -> str:
    """Give `text` with every secret struck out; the client has done so, this is the second lock."""
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), _HIDDEN)
    return text


def _error_lines(finding: Finding) -> list[str]:
    error = finding.error
    assert error is not None
    facts = [f"  code: {error.code}"]
    if error.status is not None:
        facts.append(f"  status: {error.status}")
    if error.request_id:
        facts.append(f"  request id: {error.request_id}")
    if error.detail:
        facts.append(f"  said: {error.detail}")
    return facts
