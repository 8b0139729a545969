"""The certificate: for this computer alone, private, renewed in time; the office's own is looked at first."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from xl_addin.hosts.service.office.certificate import (
    PAIR,
    SHOWN,
    Certificate,
    given_certificate,
    own_certificate,
    trusting,
)
from xl_addin.values.errors import InputError

NOW = dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


def certificate_of(place: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((place / SHOWN).read_bytes())


def split(place: Path, name: str = "") -> tuple[Path, Path]:
    """Certificate and key as the files that an office has."""
    pair = (place / PAIR).read_text()
    key, certificate = place / f"{name}key.pem", place / f"{name}cert.pem"
    start = pair.index("-----BEGIN CERTIFICATE")
    key.write_text(pair[:start])
    key.chmod(0o600)
    certificate.write_text(pair[start:])
    return certificate, key


def test_it_names_this_computer_signs_nothing_and_serves_only(tmp_path: Path) -> None:
    one = own_certificate(tmp_path, NOW)
    assert (one.is_new, one.replaced, one.file) == (True, "", tmp_path / SHOWN)
    found = certificate_of(tmp_path)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(name) for name in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert len(list(names)) == 2
    assert found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
    served = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(served) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert isinstance(found.public_key(), ec.EllipticCurvePublicKey)
    valid = found.not_valid_after_utc - found.not_valid_before_utc
    assert dt.timedelta(days=390) < valid < dt.timedelta(days=397)
    assert found.not_valid_before_utc < NOW < found.not_valid_after_utc


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_takes_it_for_our_names_and_no_other(tmp_path: Path) -> None:
    own_certificate(tmp_path, dt.datetime.now(dt.UTC))
    file = str(tmp_path / SHOWN)
    for option, name, status in (
        ("-verify_hostname", "localhost", 0),
        ("-verify_ip", "127.0.0.1", 0),
        ("-verify_hostname", "example.cn", 2),
    ):
        command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", file, option, name, file]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode == status, told.stderr


@posix
def test_key_and_certificate_are_private_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        own_certificate(tmp_path, NOW)
    finally:
        os.umask(before)
    assert {path.name for path in tmp_path.iterdir()} == {PAIR, SHOWN}
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" in (tmp_path / PAIR).read_bytes()
    assert b"PRIVATE" not in (tmp_path / SHOWN).read_bytes()


def test_it_stays_the_same_until_thirty_days_are_left(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NOW)
    content = (tmp_path / PAIR).read_bytes()
    again = own_certificate(tmp_path, NOW + dt.timedelta(days=360))
    assert (again.is_new, again.thumbprint) == (False, first.thumbprint)
    assert (tmp_path / PAIR).read_bytes() == content
    last = own_certificate(tmp_path, NOW + dt.timedelta(days=370))
    assert (last.is_new, last.replaced) == (True, first.thumbprint)
    assert last.thumbprint != first.thumbprint
    assert certificate_of(tmp_path).not_valid_after_utc > NOW + dt.timedelta(days=370 + 390)


def test_a_file_to_trust_that_is_gone_comes_back_and_is_no_new_certificate(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NOW)
    content = (tmp_path / SHOWN).read_bytes()
    (tmp_path / SHOWN).unlink()
    assert not own_certificate(tmp_path, NOW).is_new
    assert (tmp_path / SHOWN).read_bytes() == content
    (tmp_path / SHOWN).write_bytes(b"another one")
    assert own_certificate(tmp_path, NOW).thumbprint == first.thumbprint
    assert (tmp_path / SHOWN).read_bytes() == content


@pytest.mark.parametrize("fault", ["empty", "cut", "no key", "other key", "rubbish"])
def test_a_broken_one_is_made_anew(tmp_path: Path, fault: str) -> None:
    first = own_certificate(tmp_path, NOW)
    pair = tmp_path / PAIR
    content = pair.read_text()
    start = content.index("-----BEGIN CERTIFICATE")
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pair.write_text(
        {
            "empty": "",
            "cut": content[: start + 80],
            "no key": content[start:],
            "other key": other.decode() + content[start:],
            "rubbish": "\0" * 300,
        }[fault]
    )
    again = own_certificate(tmp_path, NOW)
    assert again.is_new
    assert again.thumbprint != first.thumbprint
    assert certificate_of(tmp_path).serial_number != 0


@posix
def test_a_key_that_others_could_read_is_given_up(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NOW)
    (tmp_path / PAIR).chmod(0o644)
    again = own_certificate(tmp_path, NOW)
    assert again.is_new
    assert again.replaced == first.thumbprint
    assert (tmp_path / PAIR).stat().st_mode & 0o777 == 0o600


def test_tls_below_1_2_is_not_spoken(tmp_path: Path) -> None:
    assert own_certificate(tmp_path, NOW).context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_the_offices_own_certificate_is_taken_for_its_names(tmp_path: Path) -> None:
    own_certificate(tmp_path, NOW)
    certificate, key = split(tmp_path)
    assert given_certificate(certificate, key, "LOCALHOST", NOW) is not None
    with pytest.raises(InputError, match="没有“xl.example.gov.cn”这个名字".replace(".", r"\.")):
        given_certificate(certificate, key, "xl.example.gov.cn", NOW)
    with pytest.raises(InputError, match="已过期"):
        given_certificate(certificate, key, "localhost", NOW + dt.timedelta(days=400))


def test_what_is_no_pair_of_certificate_and_key_is_refused_in_one_line(tmp_path: Path) -> None:
    own_certificate(tmp_path, NOW)
    certificate, key = split(tmp_path)
    (tmp_path / "second").mkdir()
    own_certificate(tmp_path / "second", NOW)
    _, other = split(tmp_path / "second")
    locked = tmp_path / "locked.pem"
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    locked.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    locked.chmod(0o600)
    pairs = [
        (certificate, other), (key, key), (certificate, certificate), (certificate, locked), (tmp_path, key),
        (certificate, tmp_path / "none"), (tmp_path / "none", key),
    ]  # fmt: skip
    for one, two in pairs:
        if sys.platform != "win32":
            certificate.chmod(0o600)
        with pytest.raises(InputError) as refused:
            given_certificate(one, two, "localhost", NOW)
        assert "\n" not in refused.value.message
        assert "secret" not in refused.value.message


@posix
def test_a_key_of_the_office_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    own_certificate(tmp_path, NOW)
    certificate, key = split(tmp_path)
    key.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        given_certificate(certificate, key, "localhost", NOW)
    key.chmod(0o640)  # a group for keys, as some systems have it
    assert given_certificate(certificate, key, "localhost", NOW).file is None


@pytest.mark.parametrize(
    ("platform", "add", "remove"),
    [
        ("win32", 'certutil -user -addstore Root "F"', "certutil -user -delstore Root abc"),
        ("darwin", "security add-trusted-cert", "delete-certificate -t -Z ABC"),
        ("linux", 'nssdb -A -t "P,,"', 'nssdb -D -n "xl_addin localhost"'),
    ],
)
def test_the_step_of_trusting_is_told_for_each_system_with_its_way_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, add: str, remove: str
) -> None:
    context = own_certificate(tmp_path, NOW).context
    monkeypatch.setattr(sys, "platform", platform)
    lines = list(trusting(Certificate(context, Path("F"), "abc", True)))
    assert [line for line in lines if add in line]
    assert remove in lines[-1]
    renewed = list(trusting(Certificate(context, Path("F"), "abc", True, "0ld")))
    if platform == "win32":
        assert "  certutil -user -delstore Root 0ld" in renewed
    (short,) = trusting(Certificate(context, Path("F"), "abc"))
    assert add in short
