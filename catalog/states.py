"""The words for where a stage and an item stand."""

from enum import StrEnum


class StageState(StrEnum):
    """Where one stage stands on a day."""

    NOT_YET = "未到阶段"
    OPEN = "待办"
    WAITING = "期限中"
    SETTLED = "已完成"
    EXEMPT = "不适用"
    CLOSED = "已终止"


class Status(StrEnum):
    """Where the item stands, in one word for the public.

    Six words more than the page standard's ten: drafting and awaiting publication would else be
    told as something they are not, a decision suspended, stopped (713-37) or run out is no longer
    执行中, and of an item compiled from somebody else's paper we know no more than the paper says.
    """

    UNSTATED = "来源未载明"

    NOT_STARTED = "未开始"
    DRAFTING = "起草论证中"
    CONSULTING = "征求意见中"
    STUDYING = "研究采纳中"
    BEFORE_MEETING = "待审议"
    BEFORE_PUBLICATION = "待公布"
    PUBLISHED = "已公布"
    IN_FORCE = "执行中"
    EVALUATED = "已评估"
    SUSPENDED = "已中止执行"
    STOPPED = "已停止执行"
    EXPIRED = "已失效"
    POSTPONED = "已延期"
    WITHDRAWN = "已调出目录"
    TERMINATED = "已终止"


class Change(StrEnum):
    """Kinds of catalog adjustment; 新增 is an inclusion with the day on which it was added."""

    KEPT = "保留"
    CHANGED = "变更"
    POSTPONED = "延期"
    WITHDRAWN = "调出"


class MeetingOutcome(StrEnum):
    """What the meeting decided."""

    PASSED = "通过"
    PASSED_AMENDED = "修改后通过"
    DISCUSS_AGAIN = "再次讨论"
    DEFERRED = "暂缓"
    REJECTED = "不通过"


class ChangeKind(StrEnum):
    """What may happen to a decision in force (713-37)."""

    ADJUSTED = "一般调整"
    REOPENED = "重大调整"
    CONTINUED = "到期延续"
    STOPPED = "停止执行"
    SUSPENDED = "紧急中止"
    RESUMED = "恢复执行"


class DutyState(StrEnum):
    """Where a duty stands on a day."""

    DONE = "已履行"
    NOT_APPLICABLE = "不适用"
    NOT_YET = "未到期"
    MISSING = "未见履行材料"
