"""A target by its setting: which kind of place an address means."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from office.settings.targets import TargetSetting
from office.targets.backend import Backend
from office.targets.credentials import credentials
from office.targets.errors import PermanentError
from office.targets.local import Local
from office.targets.target import Target

OWN = ".releases"
HTTP = {"dav": "http", "davs": "https"}


def target_at(setting: TargetSetting) -> Target:
    """The target that a setting names; nothing is connected to yet. Raises PermanentError."""
    parts = urlsplit(setting.url) if "://" in setting.url else SplitResult("", "", "", "", "")
    match parts.scheme:
        case "sftp":
            return _sftp(setting, parts)
        case "s3":
            return _s3(setting, parts)
        case "http" | "https" | "dav" | "davs":
            return _webdav(setting, parts)
    folder = unquote(parts.path) if parts.scheme == "file" else setting.url
    path = Path(folder).absolute()
    place = Local(path.parent)
    return _target(setting, place, path.name)


def _sftp(setting: TargetSetting, parts: SplitResult) -> Target:
    from office.targets.sftp import Sftp

    root, _, name = unquote(parts.path).rstrip("/").rpartition("/")
    if not name:
        raise PermanentError(
            f"{setting.name}：网址要写到站点的文件夹，如 {setting.url.rstrip('/')}/site；"
            "它的上一级也要能写，版本放在那里"
        )
    if setting.known_hosts and not Path(setting.known_hosts).is_file():
        raise PermanentError(f"{setting.name}：没有主机密钥文件{setting.known_hosts}")
    given = credentials(setting.credentials)
    given = given.model_copy(update={"user": parts.username or given.user})
    place = Sftp(
        parts.hostname or "",
        parts.port or 22,
        root,
        given,
        known_hosts=setting.known_hosts,
        timeout=setting.timeout,
    )
    return _target(setting, place, name)


def _s3(setting: TargetSetting, parts: SplitResult) -> Target:
    from office.targets.s3 import S3

    place = S3(
        parts.netloc,
        credentials(setting.credentials),
        endpoint=setting.endpoint,
        region=setting.region,
        ca=setting.ca,
        timeout=setting.timeout,
    )
    return _target(setting, place, unquote(parts.path).strip("/"))


def _webdav(setting: TargetSetting, parts: SplitResult) -> Target:
    """Our own folder lies beside the site, or in it where the address ends with a slash."""
    from office.targets.webdav import WebDav

    above, _, name = parts.path.rpartition("/")
    given = credentials(setting.credentials)
    given = given.model_copy(update={"user": parts.username or given.user})
    host = parts.netloc.rpartition("@")[2]
    url = f"{HTTP.get(parts.scheme, parts.scheme)}://{host}{above}/"
    return _target(
        setting, WebDav(url, given, ca=setting.ca, timeout=setting.timeout), unquote(name)
    )


def _target(setting: TargetSetting, place: Backend, name: str) -> Target:
    return Target(setting.name, place, name, f"{name}{OWN}", setting.keep, setting.in_place)
