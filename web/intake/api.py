"""The same door for programs of partners (such as 随申办): JSON, a token, and a description by hand."""

import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalog.consulted import Consulted
from catalog.parse import fault_of
from catalog.record import Frozen
from catalog.submission import Consent, Proof
from opinions.spool.spool import SpoolFault
from web.intake.place import Place, Shown
from web.intake.taking import take
from web.intake.typed import Typed, line, text

DESCRIPTION = Path(__file__).with_name("openapi.json")


class Opinion(Frozen):
    """The body of one letter."""

    item: str = Field(title="事项编号", max_length=40)
    text: str = Field(title="意见原文", max_length=40_000)
    clause: str = Field("", title="针对条款", max_length=40)
    consent: Consent = Field(Consent.ANONYMOUS, title="公开意愿")
    name: str = Field("", title="称呼", max_length=400)
    contact: str = Field("", title="联系方式", max_length=400)
    person: bool = Field(False, title="已核验是真人")


class Api:
    """Handlers over one home."""

    def __init__(self, place: Place) -> None:
        self.place = place

    async def described(self, _request: Request) -> Response:
        """OpenAPI 3.1, kept by hand; a test holds it to what is answered."""
        return Response(DESCRIPTION.read_bytes(), media_type="application/json")

    async def consultations(self, _request: Request) -> Response:
        """What is open: the same as on the pages."""
        now = self.place.clock()
        return JSONResponse(
            {
                "consultations": [
                    _told(one, late=one.is_late(now)) for one in self.place.asked.consultations
                ]
            }
        )

    async def opinion(self, request: Request) -> Response:
        """Take one letter; with the same Idempotency-Key and words it is the same letter."""
        at = self.place.clock()
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        partner = self.place.partner(token.strip()) if scheme.lower() == "bearer" else ""
        if not partner:
            return _fault(401, "令牌不对：请用 juece intake partner 取得的令牌")
        try:
            said = Opinion.model_validate_json(await request.body())
        except ValidationError as wrong:
            return _fault(422, "内容不对", _faults(wrong))
        found = [one for one in self.place.asked.consultations if one.item == said.item]
        if not found:
            return _fault(404, f"没有正在征求意见的事项“{said.item}”")
        typed = Typed(
            said.clause, text(said.text), said.consent.value, line(said.name), line(said.contact)
        )
        if faults := typed.faults(found[0]):
            return _fault(422, "内容不对", {_FIELD[name]: why for name, why in faults.items()})
        key = request.headers.get("idempotency-key", "")[:200]
        sending = f"{partner}/{key}" if key else f"{partner}/{token_for(self.place)}"
        proof = Proof.VERIFIED if said.person else Proof.NOT_NEEDED
        try:
            shown = await take(self.place, found[0], typed, (), sending=sending, proof=proof, at=at)
        except SpoolFault as wrong:
            return _fault(503, str(wrong))
        return JSONResponse(_receipt(shown), 201)


def _faults(wrong: ValidationError) -> dict[str, str]:
    """What is wrong, by the name of the field; `body` where it is no JSON object."""
    found = dict[str, str]()
    for one in wrong.errors():
        if not one["loc"]:
            found["body"] = "应为一个 JSON 对象（UTF-8），各字段见 /api/v1/openapi.json"
        elif one["type"] == "extra_forbidden":
            found[str(one["loc"][0])] = f"没有这个字段，可用：{'、'.join(Opinion.model_fields)}"
        else:
            found[str(one["loc"][0])] = fault_of(Opinion, one)
    return found


_FIELD = {
    "tiao": "clause", "yijian": "text", "gongkai": "consent", "chengwei": "name", "lianxi": "contact",
}  # fmt: skip


def token_for(place: Place) -> str:
    """A number of one sending, for a program that brings none of its own."""
    return place.tokens.new("api", 0)


def _receipt(shown: Shown) -> dict[str, object]:
    return {
        "receipt": shown.receipt,
        "item": shown.item,
        "received_at": shown.at.isoformat(),
        "late": shown.late,
    }


def _told(asked: Consulted, *, late: bool) -> dict[str, Any]:
    return {
        "item": asked.item,
        "title": asked.title,
        "authority": asked.authority,
        "round": asked.round,
        "published_on": asked.published_on.isoformat(),
        "closes_at": asked.closes_at.isoformat(),
        "late": late,
        "draft": asked.draft,
        "clauses": [json.loads(clause.model_dump_json()) for clause in asked.clauses],
    }


def _fault(status: int, title: str, faults: dict[str, str] | None = None) -> Response:
    """RFC 9457."""
    told = {"type": "about:blank", "status": status, "title": title, "faults": faults or {}}
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(told, status, media_type="application/problem+json", headers=headers)
