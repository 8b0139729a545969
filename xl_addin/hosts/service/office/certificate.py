"""The certificate with which the service speaks HTTPS: one made here for this computer alone, or the office's own.

The one made here signs nothing else and names nothing but ``localhost`` and ``127.0.0.1``, so that whoever trusts it
trusts nobody besides; its key and it are one file that only its user can read. It is made anew when it is broken or
runs out.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from xl_addin.hosts.service.places import write_private_bytes
from xl_addin.values.errors import InputError

PAIR: Final = "office-https.pem"
"""Key and certificate."""
SHOWN: Final = "xl_addin-localhost.crt"
"""The certificate alone, for the one-time step of trusting it."""
NAME: Final = "xl_addin localhost"
NAMES: Final = ("localhost", "127.0.0.1")
_DAYS: Final = 397
"""Browsers take none that is valid longer."""
_LEFT_DAYS: Final = 30
_LONGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in use: the context for the server; for one made here also its file to trust, and its hash."""

    context: ssl.SSLContext
    file: Path | None = None
    thumbprint: str = ""
    """SHA-1 in hex, by which systems find it in their stores."""
    is_new: bool = False
    replaced: str = ""
    """Hash of the one that it replaces, which is to be taken out of the store."""


def own_certificate(place: Path, now: dt.datetime) -> Certificate:
    """The one of this user, made if there is none that will do. InputError if it cannot be written."""
    pair, file = place / PAIR, place / SHOWN
    known = _read(pair)
    is_new = known is None or not _will_do(pair, known, now)
    replaced = _thumbprint(known) if is_new and known is not None else ""
    try:
        if is_new or known is None:
            content, known = _made(now)
            write_private_bytes(pair, content)
        shown = known.public_bytes(serialization.Encoding.PEM)
        if is_new or not file.is_file() or file.read_bytes() != shown:
            write_private_bytes(file, shown)
    except OSError as error:
        raise InputError(f"不能写入 HTTPS 证书（{error.strerror}），请检查用户目录的权限和磁盘空间") from None
    return Certificate(_context(pair, pair), file, _thumbprint(known), is_new, replaced)


def given_certificate(certificate: Path, key: Path, host: str, now: dt.datetime) -> Certificate:
    """The office's own for ``host``. InputError with what is wrong with it."""
    for path, what in ((certificate, "证书"), (key, "私钥")):
        try:
            found = path.stat()
        except OSError as error:
            raise InputError(f"{what}文件“{path.name}”不能读取（{error.strerror}），请检查路径和权限") from None
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LONGEST:
            raise InputError(f"“{path.name}”不是{what}文件，请写 PEM 格式的文件")
    if sys.platform != "win32" and key.stat().st_mode & 0o007:
        raise InputError(f"私钥文件“{key.name}”别的用户也能读，请先运行 chmod 600 {key.name}")
    context = _context(certificate, key)
    try:
        known = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    except (OSError, ValueError, IndexError):
        raise InputError(f"证书文件“{certificate.name}”读不出来，请换成 PEM 格式") from None
    if not known.not_valid_before_utc <= now <= known.not_valid_after_utc:
        raise InputError(f"证书已过期或还没有生效（到 {known.not_valid_after_utc:%Y-%m-%d} 为止），请换一张")
    if not any(_covers(name, host) for name in _names(known)):
        raise InputError(f"证书里没有“{host}”这个名字，Excel 不会接受；请用写有它的证书，或改 --address")
    return Certificate(context)


def _made(now: dt.datetime) -> tuple[bytes, x509.Certificate]:
    """A key and its certificate, in one text."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    public = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    start = (now - dt.timedelta(days=1)).replace(microsecond=0)  # clocks differ
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=_DAYS, seconds=-1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(_alternatives()), critical=False)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(public, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM), certificate


def _alternatives() -> list[x509.GeneralName]:
    return [x509.DNSName(NAMES[0]), x509.IPAddress(ipaddress.ip_address(NAMES[1]))]


def _read(pair: Path) -> x509.Certificate | None:
    """The certificate of a file; None where there is none that can be read."""
    with suppress(OSError, ValueError):
        if pair.lstat().st_size <= _LONGEST:
            return x509.load_pem_x509_certificate(pair.read_bytes())
    return None


def _will_do(pair: Path, known: x509.Certificate, now: dt.datetime) -> bool:
    """Whether a certificate made here is whole, private, for our names, and valid for a while."""
    found = pair.lstat()
    if not stat.S_ISREG(found.st_mode) or (sys.platform != "win32" and found.st_mode & 0o077):
        return False  # a key that others could read is given up
    left = known.not_valid_after_utc - now
    if now < known.not_valid_before_utc or left < dt.timedelta(days=_LEFT_DAYS):
        return False
    if set(_names(known)) != set(NAMES):
        return False
    with suppress(InputError):
        _context(pair, pair)
        return True
    return False


def _names(known: x509.Certificate) -> list[str]:
    with suppress(x509.ExtensionNotFound, ValueError):
        names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return [
            *names.get_values_for_type(x509.DNSName),
            *map(str, names.get_values_for_type(x509.IPAddress)),
        ]
    return []


def _covers(name: str, host: str) -> bool:
    """Whether a name of a certificate stands for a host.

    >>> _covers("*.example.gov.cn", "xl.example.gov.cn"), _covers("*.example.gov.cn", "a.b.example.gov.cn")
    (True, False)
    """
    name, host = name.lower(), host.lower()
    return name == host or (name.startswith("*.") and "." in host and name[2:] == host.partition(".")[2])


def _thumbprint(known: x509.Certificate) -> str:
    return known.fingerprint(hashes.SHA1()).hex()  # what systems call a certificate; nothing is proved by it


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 and later. InputError for a pair that does not belong together, or a key with a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except (ssl.SSLError, OSError, ValueError, InputError):
        raise InputError(
            f"证书“{certificate.name}”和私钥“{key.name}”不能用：要是一对 PEM 文件，私钥不能带密码"
        ) from None
    return context


def _no_password() -> str:
    raise InputError("私钥不能带密码")


def trusting(one: Certificate) -> Iterator[str]:
    """What the user does once, so that Excel and browsers take the certificate; and how to take it back."""
    where, add, remove = _steps(one)
    if not one.is_new:
        yield f"如果 Excel 或浏览器还不信任本机证书，运行一次：{add}"
        return
    yield "已制作本机的 HTTPS 证书。Excel 只接受受信任的证书，请做一次（只信任本机这一张，不信任别的）："
    if one.replaced:
        yield "旧证书不再使用，先运行下面一行去掉："
        yield f"  {remove(one.replaced)}"
    yield where
    yield f"  {add}"
    yield f"指纹（SHA-1）：{one.thumbprint}"
    yield "以后不用了，运行下面一行取消信任："
    yield f"  {remove(one.thumbprint)}"


def _steps(one: Certificate) -> tuple[str, str, Callable[[str], str]]:
    """Where to do it, what adds the certificate to the system's store, and what removes one by its hash."""
    if sys.platform == "win32":
        return (
            "Windows：在命令提示符里运行下面一行（不用管理员），弹出“安全警告”时核对指纹，再点“是”：",
            f'certutil -user -addstore Root "{one.file}"',
            lambda thumbprint: f"certutil -user -delstore Root {thumbprint}",
        )
    if sys.platform == "darwin":
        keychain = "~/Library/Keychains/login.keychain-db"
        return (
            "macOS：在“终端”里运行下面一行，并输入本机登录密码：",
            f'security add-trusted-cert -r trustRoot -p ssl -k {keychain} "{one.file}"',
            lambda thumbprint: f"security delete-certificate -t -Z {thumbprint.upper()} {keychain}",
        )
    store = "-d sql:$HOME/.pki/nssdb"
    return (
        "Linux（Chromium 类浏览器）：在终端里运行下面一行（certutil 在软件包 libnss3-tools 里）：",
        f'mkdir -p $HOME/.pki/nssdb && certutil {store} -A -t "P,," -n "{NAME}" -i "{one.file}"',
        lambda thumbprint: f'certutil {store} -D -n "{NAME}"',  # a store of NSS knows names only
    )
