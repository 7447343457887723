"""A target of each kind with its server: what is pushed to, and what a visitor would find."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import boto3

from office.settings.targets import TargetSetting
from office.targets import Target, target_at
from tests.office.targets import http_server, sftp_server
from tests.office.targets.sites import Files, read
from tests.office.targets.traffic import Traffic

KINDS = ("local", "local-in-place", "sftp", "sftp-without-links", "s3", "webdav")
LINKED = ("local", "sftp")
REMOTE = ("sftp", "sftp-without-links", "s3", "webdav")


class Rig(NamedTuple):
    """A target, what its server was asked, and what is out there."""

    setting: TargetSetting
    traffic: Traffic
    there: Callable[[], Files]
    root: Path | None
    opened: list[Target]

    def target(self, **changed: Any) -> Target:
        """The target as the setting says; each request tried once, unless told otherwise."""
        setting = self.setting.model_copy(
            update={k: v for k, v in changed.items() if k != "attempts"}
        )
        found = target_at(setting)._replace(attempts=changed.get("attempts", 1))
        self.opened.append(found)
        return found

    def close(self) -> None:
        """Let go of all that was opened."""
        for target in self.opened:
            target.place.close()


@contextmanager
def rig(kind: str, folder: Path) -> Iterator[Rig]:
    """A target of a kind, until it is no longer needed."""
    with _rig(kind, folder) as found:
        try:
            yield found
        finally:
            found.close()


@contextmanager
def _rig(kind: str, folder: Path) -> Iterator[Rig]:
    root = folder / "www"
    root.mkdir()
    file = folder / "secrets"
    file.write_text(
        f"user: {sftp_server.USER}\npassword: {sftp_server.PASSWORD}\n"
        "access_key: AKEXAMPLE\nsecret_key: mima-4711\n"
    )
    file.chmod(0o600)
    said = {"name": "门户", "credentials": str(file), "timeout": 20}
    site = root / "site"
    if kind.startswith("local"):
        setting = TargetSetting(**said, url=str(site), in_place=kind.endswith("place"))
        yield Rig(setting, Traffic(), lambda: read(site), root, [])
    elif kind.startswith("sftp"):
        with sftp_server.sshd(links=kind == "sftp") as ssh:
            (folder / "known").write_text(ssh.known_hosts())
            said["known_hosts"] = str(folder / "known")
            setting = TargetSetting(**said, url=f"sftp://127.0.0.1:{ssh.port}{site}")
            yield Rig(setting, ssh.traffic, lambda: read(site), root, [])
    elif kind == "webdav":
        with http_server.httpd(http_server.webdav_app(root)) as dav:
            setting = TargetSetting(**said, url=f"{dav.url}/dav/site")
            yield Rig(setting, dav.traffic, lambda: read(site), root, [])
    else:
        with http_server.httpd(http_server.s3_app()) as store:
            yield _bucket(store, said, folder)


def _bucket(store: http_server.Httpd, said: dict[str, Any], folder: Path) -> Rig:
    bucket = f"b{secrets.token_hex(8)}"
    client = boto3.client(
        "s3", endpoint_url=store.url, region_name="us-east-1",
        aws_access_key_id="x", aws_secret_access_key="x",
    )  # fmt: skip
    client.create_bucket(Bucket=bucket)

    def there() -> Files:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="site/")
        keys = [one["Key"] for page in pages for one in page.get("Contents", ())]
        return {
            key.removeprefix("site/"): client.get_object(Bucket=bucket, Key=key)["Body"].read()
            for key in keys
        }

    setting = TargetSetting(
        **said, url=f"s3://{bucket}/site", endpoint=store.url, region="us-east-1"
    )
    return Rig(setting, store.traffic, there, None, [])
