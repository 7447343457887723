"""The procedure passport (程序履行情况): every statutory duty of an item, and whether it was done.

What was decided, and why:

* 已履行 needs a record on file, 不适用 a recorded ground. 未见履行材料 says only that nothing is on
  file although the duty's time has come: a later step is on file, or its last day has passed. Such a
  duty is not told as 正在整理: that would claim that papers exist and promise a day that
  nobody set. The public page says what was due by when and that nothing is registered, no more.
* Only law that may be cited sets a last day here. That a reply is expected within a month of a
  consultation is an inspection habit (19号, not verified): it reminds the office, and accuses nobody.
* A duty that hangs on a flag (特定群体, 经营者, 听证) has no row where the flag is not set: an unset
  flag is not a ground, and inventing one would be a finding of law by a machine.
* Public representatives not invited, with a reason, is 不适用 with that reason: “已履行” would pass an
  empty seat for a taken one.
* 请示报告 (713-31) is a matter between the authority and its Party committee and process information
  (711-16): it stands in the passport for the office and not in the public one, not even as a fact.
* Of a report that is sent inside (合法性审查, 上会材料, 公平竞争审查) only fact, date and, of the legality
  review, the result are said; that it was returned before is neither said nor to be guessed.
* Of an item compiled from somebody else's paper nothing is known: its passport is empty.
"""

from collections.abc import Callable
from datetime import date

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.passport import assessment, decision, participation, start
from catalog.passport.duty import Departure, Duty, Evidence
from catalog.passport.reading import Reading
from catalog.states import DutyState

DUTIES: tuple[Callable[[Reading], Duty | None], ...] = (
    start.listed,  # 列入目录并公布
    start.started,  # 决定启动
    start.unit_named,  # 明确承办单位
    participation.consulted,  # 公开征求意见
    participation.hearing_held,  # 听证
    participation.groups_heard,  # 与特定群体沟通协商
    participation.opinions_answered,  # 意见研究采纳
    assessment.experts_heard,  # 专家论证
    assessment.risk_assessed,  # 风险评估
    assessment.competition_reviewed,  # 公平竞争审查
    assessment.legality_reviewed,  # 合法性审查
    decision.package_submitted,  # 提交上会材料
    decision.discussed,  # 集体讨论决定
    decision.representatives_attended,  # 公众代表列席
    decision.party_told,  # 请示报告
    decision.published,  # 公布
    decision.interpreted,  # 政策解读
    decision.executor_named,  # 明确执行单位
    decision.evaluated,  # 决策后评估
)
"""The duties in the order of the procedure; adding one is a function and a line here."""


def passport(dossier: Dossier, today: date) -> tuple[Duty, ...]:
    """Every duty of an item as it stood at the end of a day, internal ones included."""
    told = dossier.on(today)
    if lifecycle.unstated(told) or not told.entries:
        return ()
    reading = Reading(told, today)
    return tuple(duty for read in DUTIES if (duty := read(reading)))


__all__ = ["Departure", "Duty", "DutyState", "Evidence", "passport"]
