"""A bucket of S3 or of a store that speaks like it: no rename, no links, but writing is all or nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from mimetypes import MimeTypes
from typing import Any

from office.targets.credentials import Credentials
from office.targets.errors import Missing, PermanentError, TransientError
from office.targets.optional import needs
from pages.build.manifest import MANIFEST

CHARSET = "; charset=utf-8"
TYPES = MimeTypes()
for extension, type_ in {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ics": "text/calendar",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".js": "text/javascript",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ofd": "application/ofd",
}.items():
    TYPES.add_type(type_, extension)


class S3:
    """The objects of a bucket."""

    def __init__(
        self,
        bucket: str,
        credentials: Credentials,
        *,
        endpoint: str = "",
        region: str = "",
        ca: str = "",
        timeout: float = 60,
        width: int = 8,
    ) -> None:
        boto3 = needs("boto3", "S3")
        config = needs("botocore.config", "S3").Config(
            connect_timeout=timeout,
            read_timeout=timeout,
            max_pool_connections=width,
            retries={"total_max_attempts": 1},  # lanes try again, for every kind of target alike
            request_checksum_calculation="when_required",  # compatible stores know no other
            response_checksum_validation="when_required",
            user_agent_extra="juece",
        )
        self._bucket, self._timeout = bucket, timeout
        self._faults = needs("botocore.exceptions", "S3")
        self._seen: dict[str, str] = {}
        self._lock = threading.Lock()
        given = credentials
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region or None,
            verify=ca or None,
            aws_access_key_id=given.access_key or None,
            aws_secret_access_key=given.secret(given.secret_key) or None,
            config=config,
        )

    def read(self, path: str) -> bytes:
        """See Place."""
        with self._told(path):
            answer = self._client.get_object(Bucket=self._bucket, Key=path)
            found: bytes = answer["Body"].read()
            self._saw(path, answer["ETag"])
            return found

    def put(self, path: str, body: bytes) -> None:
        """See Place. A manifest is replaced only where it is still the one that was looked at."""
        with self._told(path):
            answer = self._client.put_object(
                Bucket=self._bucket,
                Key=path,
                Body=body,
                ContentType=content_type(path),
                **self._condition(path),
            )
            self._saw(path, answer["ETag"])

    def copy(self, path: str, to: str) -> None:
        """See Place."""
        with self._told(path):
            source = {"Bucket": self._bucket, "Key": path}
            answer = self._client.copy_object(Bucket=self._bucket, Key=to, CopySource=source)
            tag = answer.get("CopyObjectResult", {}).get("ETag", "")
        if not tag:  # a store may say 200 and break off all the same
            raise TransientError(f"存储服务没有说清是否办成（{to}）")
        self._saw(to, tag)

    def delete(self, path: str) -> None:
        """See Place."""
        with self._told(path):
            self._client.delete_object(Bucket=self._bucket, Key=path)

    def drop(self, folder: str) -> None:
        """See Place; a bucket has no folders."""

    def list(self, folder: str) -> dict[str, int]:
        """See Place."""
        prefix = f"{folder}/" if folder else ""
        with self._told(folder):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix
            )
            return {
                one["Key"].removeprefix(prefix): one["Size"]
                for page in pages
                for one in page.get("Contents", ())
            }

    def settle(self) -> None:
        """See Place; a store answers when it has settled."""

    def close(self) -> None:
        """See Place."""
        self._client.close()

    def _saw(self, path: str, tag: str) -> None:
        if path.rpartition("/")[2] == MANIFEST:
            with self._lock:
                self._seen[path] = tag

    def _condition(self, path: str) -> dict[str, str]:
        if path.rpartition("/")[2] != MANIFEST:
            return {}
        with self._lock:
            tag = self._seen.get(path)
        return {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        known = self._faults
        try:
            yield
        except known.ClientError as wrong:
            raise self._refused(path, wrong) from wrong
        except known.NoCredentialsError as wrong:
            raise PermanentError("没有写访问密钥；请写进凭据文件或者环境变量") from wrong
        except (known.ConnectTimeoutError, known.ReadTimeoutError) as wrong:
            raise TransientError(f"存储服务在{self._timeout:g}秒内没有回答（{path}）") from wrong
        except known.SSLError as wrong:
            raise PermanentError(
                "存储服务的证书不受信任；用本单位证书的，请在设置里写根证书文件"
            ) from wrong
        except (
            known.HTTPClientError,
            known.ConnectionError,
            known.ResponseStreamingError,
        ) as wrong:
            raise TransientError(f"连不上存储服务或者连接断了（{path}）") from wrong
        except known.BotoCoreError as wrong:
            raise PermanentError(f"存储服务的设置不对：{type(wrong).__name__}") from wrong

    def _refused(self, path: str, wrong: Any) -> Exception:
        code = str(wrong.response.get("Error", {}).get("Code", ""))
        status = wrong.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in ("NoSuchKey", "404"):
            return Missing(path)
        if code == "NoSuchBucket":
            return PermanentError(f"没有{self._bucket}这个存储桶")
        if status == 412 or code == "ConditionalRequestConflict":
            return TransientError(f"{path}刚被别的程序改过，没有覆盖；请再推送一次")
        if status in (401, 403):
            return PermanentError(
                f"没有权限读写{self._bucket}/{path}（{code}）；请核对访问密钥和授权"
            )
        if status == 507 or "Quota" in code or code == "XMinioStorageFull":
            return PermanentError(f"存储空间已满，{path}没有写成（{code}）；请扩容或者清理再推送")
        if status >= 500 or code in ("SlowDown", "RequestTimeout", "429"):
            return TransientError(f"存储服务没有办成（{path}：{code}）")
        return PermanentError(f"存储服务不接受（{path}：{code}）")


def content_type(path: str) -> str:
    """The type of a file, with the charset where it is text: without it browsers guess."""
    found = TYPES.guess_type(path, strict=False)[0] or "application/octet-stream"
    text = found.startswith("text/") or found.endswith(("json", "xml"))
    return found + CHARSET if text else found
