"""nginx with the files of deploy/nginx, on this machine."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or ""
REQUIRED = os.environ.get("JUECE_REQUIRE_NGINX") == "1"
NEEDED = pytest.mark.skipif(not PROGRAM and not REQUIRED, reason="没有安装 nginx")
SHIPPED = Path(__file__).parents[1] / "deploy" / "nginx"
SECONDS = 60
MAIN = """{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    include {types};
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/{first};
}}
"""
TYPES = "/etc/nginx/mime.types"


def install(folder: Path, files: Mapping[str, str], changed: Mapping[str, str]) -> None:
    """Put shipped files where an office puts them, each under its name, with what the office changes in them.

    The first of them is what nginx reads.
    """
    for file, name in files.items():
        text = (SHIPPED / f"{file}.conf").read_text("utf-8")
        for was, now in changed.items():
            text = re.sub(was, now, text)
        (folder / f"{name}.conf").write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    first = f"{next(iter(files.values()))}.conf"
    main = MAIN.format(user=user, folder=folder, first=first, types=TYPES)
    (folder / "nginx.conf").write_text(main)


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """nginx with the settings of a folder, until the block ends."""
    command = [PROGRAM, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with (folder / "said.log").open("ab") as log:
        proxy = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until = time.monotonic() + SECONDS
        while not (folder / "nginx.pid").exists():
            assert proxy.poll() is None, (folder / "said.log").read_text("utf-8")
            assert time.monotonic() < until, "nginx has not begun"
            time.sleep(0.05)
        yield
    finally:
        proxy.terminate()
        proxy.wait(SECONDS)
