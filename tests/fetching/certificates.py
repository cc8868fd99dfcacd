"""Certificates for the tests' own servers, made by OpenSSL's command."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Authority:
    """Signs certificates; a fetcher can be told to trust it."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "authority.pem"

    def trusted(self) -> ssl.SSLContext:
        """The settings of a client that trusts this authority and nobody else."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def server(self, names: str, days: int = 7) -> ssl.SSLContext:
        """The settings of a server with a certificate for names such as `DNS:a.example,IP:127.0.0.1`."""
        key, request, signed, wanted = (self.folder / name for name in ("key.pem", "csr.pem", "cert.pem", "names.txt"))
        wanted.write_text(f"subjectAltName={names}\n")
        openssl("req", "-newkey", *KEY, "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=server")
        openssl(
            "x509", "-req", "-in", request, "-out", signed, "-days", days, "-extfile", wanted,
            "-CA", self.certificate, "-CAkey", self.folder / "authority.key", "-CAcreateserial",
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(signed, key)
        return context


KEY = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


def make_authority(folder: Path) -> Authority:
    """Skips the test where OpenSSL's command is missing."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl command to make certificates with")
    found = Authority(folder)
    openssl(
        "req", "-x509", "-newkey", *KEY, "-nodes", "-keyout", folder / "authority.key", "-out", found.certificate,
        "-subj", "/CN=authority", "-days", 7, "-addext", "keyUsage=critical,keyCertSign",
    )  # fmt: skip
    return found


def openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
