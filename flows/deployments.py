"""Every deployment, in one list. `python -m flows.deployments` serves them all on this machine."""

from prefect import serve
from prefect.deployments.runner import RunnerDeployment

from flows.lifecycle import lifecycle
from flows.publication import publication
from flows.stage import stage_run


def deployments() -> list[RunnerDeployment]:
    """The deployments of an installation."""
    return [
        RunnerDeployment.from_flow(lifecycle, "lifecycle", description="启动一个事项的全过程"),
        RunnerDeployment.from_flow(stage_run, "stage", description="办理一个阶段（由全过程启动）"),
        RunnerDeployment.from_flow(publication, "publication", description="生成公开页面"),
    ]


if __name__ == "__main__":
    serve(*deployments())
