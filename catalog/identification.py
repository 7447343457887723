"""The questionnaire for listing a matter: is it a major administrative decision? (认定问卷)

The factors are those that districts of Shanghai publish; the exclusions are of 713-3(2).
"""

from pydantic import Field

from catalog.record import Frozen


class Identification(Frozen):
    """Answers given when a matter was proposed for the catalog; None is a question left open."""

    strategic: bool | None = Field(None, title="落实国家或者本市战略")
    key_work: bool | None = Field(None, title="属于年度重点工作")
    public_interest: bool | None = Field(None, title="涉及重大公共利益或者社会公众切身利益")
    wide_effect: bool | None = Field(None, title="对经济、社会稳定、公共安全或者环境有较大影响")
    large_inputs: bool | None = Field(None, title="人财物投入较大")
    long_or_many: bool | None = Field(None, title="涉及部门较多或者实施周期较长")

    macro_control: bool | None = Field(None, title="属于财政政策、货币政策等宏观调控决策")
    legislation: bool | None = Field(None, title="属于政府立法决策")
    emergency: bool | None = Field(None, title="属于突发事件应急处置决策")
    answered_by: str = Field("", title="填写单位")
    remark: str = Field("", title="说明")

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """The exclusions of 713-3(2) answered with yes, in the words of the form."""
        return tuple(title for name, title in _titles(EXCLUSIONS) if getattr(self, name))

    @property
    def found_minor(self) -> bool:
        """Say whether every factor was answered with no."""
        return all(getattr(self, name) is False for name in FACTORS)


FACTORS = (
    "strategic",
    "key_work",
    "public_interest",
    "wide_effect",
    "large_inputs",
    "long_or_many",
)
EXCLUSIONS = ("macro_control", "legislation", "emergency")


def _titles(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, Identification.model_fields[name].title or name) for name in names]
