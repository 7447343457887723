"""A parcel holds the three, opens anywhere, is the same every time, and holds nothing private."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import pytest

from catalog.public import PublicDossier, disclose
from catalog.record import DocumentKind, Reason
from office.delivery.bundle import Bundle, trio
from office.delivery.package import Parcel, Replaced, pack
from pages.build.outputs import Altered
from tests.pages.dossiers import AS_OF, STORE, interpretation, samples
from tests.pages.test_private_data import CANARY, a_life_full_of_secrets, canary, secret, withheld

EARLIER = Replaced("shmzj-2026-01.0123456789abcdef", date(2026, 5, 20))


def of(public: PublicDossier) -> Bundle:
    found = trio(public)
    assert found
    return found


def opened(parcel: Parcel) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(parcel.body)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def every() -> dict[str, Bundle]:
    """The three of every sample that has them."""
    told = {name: trio(disclose(one, AS_OF)) for name, one in samples().items()}
    return {name: one for name, one in told.items() if one}


def test_only_a_decision_that_is_out_with_its_interpretation_makes_a_parcel(
    every: dict[str, Bundle],
) -> None:
    assert every
    for name, dossier in samples().items():
        result = disclose(dossier, AS_OF).result
        assert (name in every) is bool(result and result.interpretation)


def test_a_parcel_is_the_same_every_time(every: dict[str, Bundle]) -> None:
    for one in every.values():
        again = of(PublicDossier.model_validate_json(one.public.model_dump_json()))
        for before in (None, EARLIER):
            first = pack(one, STORE.__getitem__, before)
            assert first == pack(again, STORE.__getitem__, before)
            assert pack(one, STORE.__getitem__).key == pack(again, STORE.__getitem__).key


def test_the_day_of_the_page_does_not_make_another_parcel(every: dict[str, Bundle]) -> None:
    for one in every.values():
        later = one.public.model_copy(update={"as_of": date(2030, 1, 1)})
        assert pack(of(later), STORE.__getitem__) == pack(one, STORE.__getitem__)


def test_what_went_before_makes_another_key_of_the_same_substance(every: dict[str, Bundle]) -> None:
    """Corrected and corrected back, the same words are news again to who keeps the keys."""
    one = next(iter(every.values()))
    first, after = pack(one, STORE.__getitem__), pack(one, STORE.__getitem__, EARLIER)
    assert first.key != after.key
    assert f"第{EARLIER.key}号" in after.letter
    assert "替代" not in first.letter


def test_names_are_utf_8_and_the_index_and_the_letter_name_each_file(
    every: dict[str, Bundle],
) -> None:
    for one in every.values():
        parcel = pack(one, STORE.__getitem__)
        with zipfile.ZipFile(io.BytesIO(parcel.body)) as file:
            assert all(
                info.flag_bits & 0x800 or info.filename.isascii() for info in file.infolist()
            )
        files = opened(parcel)
        index = json.loads(files["清单.json"])
        assert index == parcel.listing
        assert list(files) == ["说明.txt", "清单.json", *(line["name"] for line in index["files"])]
        for line in index["files"]:
            assert len(files[line["name"]]) == line["size"]
            assert line["name"] in parcel.letter
            assert line["url"] in parcel.letter


def test_another_program_unpacks_it(every: dict[str, Bundle], tmp_path: Any) -> None:
    parcel = pack(next(iter(every.values())), STORE.__getitem__)
    (tmp_path / parcel.name).write_bytes(parcel.body)
    command = [sys.executable, "-m", "zipfile", "-e", parcel.name, "out"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert {p.name for p in (tmp_path / "out").iterdir()} == set(opened(parcel))


def test_nothing_private_is_in_a_parcel() -> None:
    dossier = a_life_full_of_secrets()
    published = dossier.entry_of("disclosure.publication")
    assert published
    explained = interpretation(date(2026, 5, 12)).model_copy(
        update={
            "reasons": (
                Reason(rule="DIS-26", text="公开的理由", by=canary()),
                Reason(rule="PUB-99", text=canary(), by=canary()),
            ),
        }
    )
    more = (withheld(DocumentKind.QUESTIONS), secret(DocumentKind.OTHER))
    explained = explained.model_copy(update={"documents": (*explained.documents, *more)})
    about = {"step": "disclosure.interpretation", "record": explained, "amends": None}
    dossier = dossier.with_entry(published.model_copy(update=about))
    parcel = pack(of(disclose(dossier, date(2026, 12, 31))), STORE.__getitem__, EARLIER)
    assert "没有问答清单。说明：公开的理由" in parcel.letter
    for name, body in {"letter": parcel.letter.encode(), **opened(parcel)}.items():
        assert CANARY not in name
        assert CANARY.encode() not in body
        assert CANARY.encode("utf-16-le") not in body


def test_only_the_three_kinds_of_the_two_steps_travel(every: dict[str, Bundle]) -> None:
    for one in every.values():
        kinds = {line["kind"] for line in pack(one, STORE.__getitem__).listing["files"]}
        assert kinds <= {"正式文件", "政策解读", "问答清单"}


def test_a_file_that_is_not_as_it_was_filed_makes_no_parcel(every: dict[str, Bundle]) -> None:
    with pytest.raises(Altered):
        pack(next(iter(every.values())), lambda _: b"another")


def test_a_title_of_odd_characters_gives_a_harmless_name_and_one_line(
    every: dict[str, Bundle],
) -> None:
    one = next(iter(every.values()))
    odd = one.documents[0].model_copy(update={"title": "../../甲\n乙\\丙:丁\u202e\x00"})
    parcel = pack(one._replace(documents=(odd, *one.documents[1:])), STORE.__getitem__)
    name = parcel.listing["files"][0]["name"]
    assert not set(name) & set("/\\:\n\x00")
    assert "甲\n乙" not in parcel.letter


def test_the_reason_for_an_interpretation_apart_and_without_questions_is_in_the_letter(
    every: dict[str, Bundle],
) -> None:
    one = next(iter(every.values()))
    interpretation = one.interpretation.model_copy(
        update={"apart_because": "文件先行公布以便执行", "no_questions_because": "解读已是问答"}
    )
    parcel = pack(one._replace(interpretation=interpretation), STORE.__getitem__)
    assert "没有与文件同步的说明：文件先行公布以便执行" in parcel.letter
    assert "没有问答清单。说明：解读已是问答" in parcel.letter
