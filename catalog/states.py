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

    Nine words more than the page standard's ten: drafting and awaiting publication would else be
    told as something they are not, what goes on as another item was not given up, a decision suspended,
    stopped (713-37) or run out is no longer 执行中, and of an item compiled from somebody else's paper
    we know no more than the paper says.
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
    CARRIED = "已结转"
    MERGED = "已合并"
    SPLIT = "已拆分"
    TERMINATED = "已终止"


class Change(StrEnum):
    """Kinds of catalog adjustment; 新增 is an inclusion with the day on which it was added."""

    KEPT = "保留"
    CHANGED = "变更"
    POSTPONED = "延期"
    WITHDRAWN = "调出"
    CARRIED = "结转"
    MERGED = "合并"
    SPLIT = "拆分"

    @property
    def ends_in(self) -> Status | None:
        """The status of an item that left the catalog by it; None where it stays."""
        return _LEFT.get(self)

    @property
    def goes_on(self) -> bool:
        """Say whether another item goes on in its place: nothing was given up."""
        return self in _LEFT and self is not Change.WITHDRAWN


_LEFT = {
    Change.WITHDRAWN: Status.WITHDRAWN,
    Change.CARRIED: Status.CARRIED,
    Change.MERGED: Status.MERGED,
    Change.SPLIT: Status.SPLIT,
}


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
