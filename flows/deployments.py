"""Every deployment of an office, in one list."""

from collections.abc import Callable
from typing import Any, get_type_hints

from prefect import Flow
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.callables import ParameterSchema
from pydantic.fields import FieldInfo

from catalog.forms.fields import Kind, described
from flows.delivery_run import delivery
from flows.lifecycle import lifecycle
from flows.notice import notice
from flows.patrol import patrol
from flows.publication import publication
from flows.review import NAME, review_run
from flows.stage import stage_run
from flows.start import IMPORT, START, catalog_import, start
from flows.sweep import sweep

NIGHTLY = CronSchedule(cron="5 0 * * *", timezone="Asia/Shanghai")
LATER_AT_NIGHT = CronSchedule(cron="35 2 * * *", timezone="Asia/Shanghai")
"""When the pages of the day are long out."""
MORNING = CronSchedule(cron="30 8 * * *", timezone="Asia/Shanghai")

OF_OFFICERS, BY_ITSELF = "常用", "自动运行"
"""Tags by which an officer finds what to start by hand, and what to leave alone."""


def deployments() -> list[RunnerDeployment]:
    """The deployments of an installation, those that officers start by hand first."""
    return [
        _deployment(start, START, tags=[OF_OFFICERS]),
        _deployment(catalog_import, IMPORT, tags=[OF_OFFICERS]),
        _deployment(publication, "发布", tags=[OF_OFFICERS]),
        _deployment(review_run, NAME, tags=[OF_OFFICERS]),
        _deployment(sweep, "每日巡查", tags=[BY_ITSELF], schedule=NIGHTLY),
        _deployment(patrol, "链接巡查", tags=[BY_ITSELF], schedule=LATER_AT_NIGHT),
        _deployment(lifecycle, "全程"),
        _deployment(stage_run, "阶段"),
        _deployment(delivery, "推送", tags=[BY_ITSELF], schedule=MORNING),
        _deployment(notice, "提醒", tags=[BY_ITSELF]),
    ]


def _deployment(run: Flow[..., Any], name: str, **more: Any) -> RunnerDeployment:
    # By its module, the code is found wherever a worker is started; by its file, only here.
    made = RunnerDeployment.from_flow(
        run,
        name,
        description=run.description,
        entrypoint_type=EntrypointType.MODULE_PATH,
        **more,
    )
    made._parameter_openapi_schema = titled(made._parameter_openapi_schema, run.fn)
    return made


def titled(parameters: ParameterSchema, run: Callable[..., Any]) -> ParameterSchema:
    """Give the parameters of a flow the titles and help texts of their annotations.

    The engine takes the names of the parameters for titles and leaves out the rest; of what may be
    left empty it draws a choice of types.
    """
    for name, hint in get_type_hints(run, include_extras=True).items():
        if name in parameters.properties:
            field = described(name, FieldInfo.from_annotation(hint))
            given = parameters.properties[name].items()
            said = {k: v for k, v in given if k != "anyOf" and v not in (None, "")}
            said |= {"type": "string", "title": field.title, **dict(field.limits)}
            said |= {"format": "date"} if field.kind is Kind.DAY else {}
            parameters.properties[name] = said | ({"description": field.help} if field.help else {})
    return parameters
