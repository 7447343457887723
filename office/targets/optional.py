"""Libraries that only some targets need."""

from importlib import import_module
from typing import Any

from office.targets.errors import PermanentError


def needs(module: str, what: str) -> Any:
    """Import a library. Raises PermanentError, saying how to get it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module.split(".")[0]:
            raise
        raise PermanentError(
            f"推送到{what}需要软件包{module.split('.')[0]}，这台机器上没有；"
            "请安装 juece[targets]（见 docs/targets.md）"
        ) from None
