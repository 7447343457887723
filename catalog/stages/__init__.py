"""The lifecycle of a major administrative decision, on one screen.

    entry -> { consultation | expert_review | risk_assessment }
          -> legality_review -> decision -> disclosure -> evaluation

Each stage says everything about itself in its own file; adding one is a file and a line here.
"""

from catalog.record import Exemption, Record
from catalog.stages import (
    consultation,
    decision,
    disclosure,
    entry,
    evaluation,
    expert_review,
    legality_review,
    risk_assessment,
)
from catalog.stages.base import Role, Stage, Step

STAGES: dict[str, Stage] = {
    module.STAGE.slug: module.STAGE
    for module in (
        entry,  # 列入目录与启动
        consultation,  # 公开征求意见
        expert_review,  # 专家论证
        risk_assessment,  # 风险评估
        legality_review,  # 合法性审查
        decision,  # 集体讨论决定
        disclosure,  # 决策公布
        evaluation,  # 决策后评估
    )
}


def _steps() -> dict[str, Step]:
    steps = {}
    for stage in STAGES.values():
        steps.update({stage.step_id(step): step for step in stage.steps})
        if stage.exemption:
            skip = Step(
                "exemption",
                f"{stage.title}不适用",
                Exemption,
                Role.UNIT,
                stage.exemption,
                optional=True,
            )
            steps[stage.step_id(skip)] = skip
    return steps


STEPS: dict[str, Step] = _steps()
"""Every step by its id `<stage>.<step>`, exemptions included."""

STEP_OF: dict[type[Record], str] = {
    step.record: step_id for step_id, step in STEPS.items() if step.record is not Exemption
}
"""The step that files a record type; an exemption belongs to several stages and is not here."""

__all__ = ["STAGES", "STEPS", "STEP_OF", "Role", "Stage", "Step"]
