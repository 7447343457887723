"""The API for partners: held to its own description by whatever can be sent, and one letter for one key."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog.submission import Consent, Proof
from opinions.receipts import derive, read_receipt
from tests.web.intake.conftest import ASKED, ITEM, House
from web.intake.api import DESCRIPTION, Opinion
from web.intake.app import application
from web.intake.place import new_partner

AT = "/api/v1/opinions"
GOOD = {"item": ITEM, "text": "建议提高标准", "clause": "t12k2", "name": "张三", "contact": "138"}


@pytest.fixture
def token(house: House) -> dict[str, str]:
    """The headers of a partner."""
    return {"authorization": f"Bearer {new_partner(house.home, '随申办')}"}


def test_a_partner_hands_on_a_letter_and_its_receipt_opens_it(
    house: House, token: dict[str, str]
) -> None:
    answer = house.client.post(AT, json=GOOD, headers=token)
    assert answer.status_code == 201
    said = answer.json()
    assert (said["item"], said["late"]) == (ITEM, False)
    (letter,) = house.letters()
    assert letter.lookup == derive(read_receipt(said["receipt"]), ITEM)
    assert (letter.submission.clause, letter.submission.draft) == ("t12k2", ASKED.draft)
    assert letter.submission.proof is Proof.NOT_NEEDED
    assert letter.submission.consent is Consent.ANONYMOUS


def test_one_key_with_the_same_words_is_one_letter(house: House, token: dict[str, str]) -> None:
    keyed = token | {"idempotency-key": "7"}
    first, again = (house.client.post(AT, json=GOOD, headers=keyed).json() for _ in range(2))
    assert first["receipt"] == again["receipt"]
    assert len(house.letters()) == 1
    for headers, body in ((token, GOOD), (token, GOOD), (keyed, GOOD | {"text": "别的"})):
        assert house.client.post(AT, json=body, headers=headers).status_code == 201
    assert len({letter.lookup for letter in house.letters()}) == 4


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer x", "Basic x", "Bearer " + "x" * 5000])
def test_without_a_token_nothing_is_taken(house: House, token: dict[str, str], said: str) -> None:
    assert token
    answer = house.client.post(AT, json=GOOD, headers={"authorization": said})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert house.letters() == []


def test_a_new_token_takes_the_place_of_the_old_and_neither_is_kept(house: House) -> None:
    old, new = new_partner(house.home, "甲"), new_partner(house.home, "甲")
    assert house.place.partner(old) == ""
    assert house.place.partner(new) == "甲"
    kept = (house.home / "intake.partners.json").read_text("utf-8")
    assert old not in kept
    assert new not in kept


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"text": ""}, 422, "text"),
        ({"text": "长" * 20_001}, 422, "text"),
        ({"consent": "随便"}, 422, "consent"),
        ({"clause": "t99"}, 422, "clause"),
        ({"typo": 1}, 422, "typo"),
        ({"text": None}, 422, "text"),
        ({"text": 7}, 422, "text"),
        ({"text": "长" * 40_001}, 422, "text"),
        ({"person": "也许"}, 422, "person"),
        ({"contact": "1" * 500}, 422, "contact"),
        ({"item": "demo-2026-99"}, 404, ""),
    ],
)
def test_a_fault_names_its_field(
    house: House, token: dict[str, str], more: dict[str, Any], status: int, field: str
) -> None:
    answer = house.client.post(AT, json=GOOD | more, headers=token)
    assert answer.status_code == status
    assert not field or not re.search("[A-Za-z]{3} [a-z]", answer.json()["faults"][field])
    assert house.letters() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"item":' * 50_000])
def test_what_is_no_json_is_told_as_such(house: House, token: dict[str, str], body: bytes) -> None:
    answer = house.client.post(AT, content=body, headers=token)
    assert answer.status_code == 422
    assert all("Invalid" not in said for said in answer.json()["faults"].values())


def test_a_body_too_large_is_told_as_json(house: House, token: dict[str, str]) -> None:
    answer = house.client.post(AT, content=b" " * (513 * 1024), headers=token)
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_the_description_names_what_is_read() -> None:
    told = json.loads(DESCRIPTION.read_bytes())["components"]["schemas"]["Opinion"]
    assert set(told["properties"]) == set(Opinion.model_fields)
    assert set(told["properties"]["consent"]["enum"]) == {one.value for one in Consent}


def held(home: Path, examples: int) -> None:
    """Send whatever can be sent to every address of the description, and hold the answers to it."""
    house = House(home)
    headers = {"authorization": f"Bearer {new_partner(home, '随申办')}"}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(house.place))
    quiet = settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    for found in schema.get_all_operations():

        @quiet
        @given(case=found.ok().as_strategy())
        def check(case: Any) -> None:
            case.headers = {**dict(case.headers or {}), **headers}
            if isinstance(case.body, dict) and "item" in case.body:
                case.body["item"] = ITEM  # no chance would hit upon it
            case.call_and_validate(
                checks=[
                    not_a_server_error, status_code_conformance,
                    content_type_conformance, response_schema_conformance,
                ]
            )  # fmt: skip

        check()
    assert house.letters()


def test_it_answers_as_it_is_described(tmp_path: Path) -> None:
    held(tmp_path, 25)


@pytest.mark.soak
def test_it_answers_as_it_is_described_two_thousand_times(tmp_path: Path) -> None:
    held(tmp_path, 2000)
