"""How runs end, in the words that officers read; docs/engine.zh.md explains each of them.

Beside these a stage and a whole item end under where they stand (catalog/states.py).
"""

from enum import StrEnum


class Ending(StrEnum):
    """The name of an end; what stands in braces is put in with `format`."""

    NOT_TAKEN = "未受理"
    STARTED = "已启动"
    UNDER_WAY = "已在办理"
    IMPORTED = "已导入{}项"
    SECOND_STAGE = "这一阶段已在办"
    SECOND_LIFECYCLE = "已有全程在办"

    REVIEWED = "已审查"
    SENT_BACK = "退回：{}"
    SECOND_REVIEW = "已有审查在办"
    IS_OUT = "已公开{}"
    TO_BE_REVIEWED = "待审查：{}事"
    NOTHING_URGENT = "没有要公开的"
    NOT_EVERYWHERE = "{}未送达：{}"
    NOT_PUBLISHED = "未能公开"

    SWEPT = "提醒{}件，恢复{}件，页面已着手更新"
    PATROLLED = "核对{}个网址，失效{}个"
    PATROLLED_IN_PART = "核对{}个网址，留待下次{}个，失效{}个"
    NO_PATROL = "没有巡查"
    SECOND_PATROL = "另一次巡查正在进行"
    NOT_PATROLLED = "未能巡查"
    DELIVERED = "送达{}件"
    DELIVERED_IN_PART = "送达{}件，未送达{}件"
    NOT_DELIVERED = "未能推送"
    TOLD = "已提醒"
    NOBODY_TO_TELL = "没有设置提醒方式"
    NOT_TOLD = "提醒没有发出"
