"""An address means the same spot in whatever spelling, and another one does not."""

from pathlib import Path

import pytest

import cli
from office.targets.location import overlap
from tests.office.targets.sites import built, pages

SAME = [
    ("sftp://web.example/var/www/zwgk", "SFTP://fabu@WEB.example.:22/var/www//zwgk/"),
    ("sftp://web.example/var/www/zwgk", "sftp://web.example/var/./www/x/../%7awgk"),
    ("sftp://web.example/var/www/zwgk", "sftp://web.example/var/www/zwgk/demo"),
    ("sftp://web.example/var/www/zwgk", "sftp://web.example/var/www"),
    ("sftp://web.example/var/www/zwgk", "sftp://web.example/var/www/zwgk.releases/2"),
    ("sftp://localhost/var/www/zwgk", "sftp://127.0.0.1/var/www/zwgk"),
    ("sftp://localhost/var/www/zwgk", "sftp://[::1]:22/var/www/zwgk"),
    ("sftp://127.0.0.1/var/www/zwgk", "/var/www/zwgk"),
    ("s3://zwgk-bucket/site", "s3://ZWGK-bucket//site/"),
    ("s3://zwgk-bucket/site", "s3://zwgk-bucket/%73ite"),
    ("s3://zwgk-bucket/site", "s3://zwgk-bucket"),
    ("https://web.example/dav/site", "davs://WEB.example.:443/dav/site/"),
    ("https://web.example/dav/site", "http://web.example/dav/x/../%73ite"),
    ("https://机关.example/dav/site", "https://xn--d6qt44c.example/dav/site"),
    ("http://127.0.0.1:8080/dav/site", "dav://localhost:8080/dav/site"),
]
OTHER = [
    ("sftp://web.example/var/www/zwgk", "sftp://web.example/var/www/zwgk2"),
    ("sftp://web.example/var/www/zwgk", "sftp://web.example:2222/var/www/zwgk"),
    ("sftp://web.example/var/www/zwgk", "sftp://other.example/var/www/zwgk"),
    ("sftp://web.example/var/www/zwgk", "/var/www/zwgk"),
    ("s3://zwgk-bucket/site", "s3://zwgk-bucket/try"),
    ("s3://zwgk-bucket/site", "s3://other-bucket/site"),
    ("https://web.example/dav/site", "https://web.example/dav/try"),
    ("https://web.example/dav/site", "https://test.example/dav/site"),
    ("https://web.example/dav/site", "https://web.example:8443/dav/site"),
    ("/srv/www/zwgk", "/srv/try/zwgk"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_spelling_means_the_same_spot(one: str, other: str) -> None:
    assert overlap(one, other)
    assert overlap(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_spot_is_another(one: str, other: str) -> None:
    assert not overlap(one, other)
    assert not overlap(other, one)


@pytest.fixture
def www(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The web root of an office that has a target there, and links that lead to it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("JUECE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    www = tmp_path / "www"
    www.mkdir()
    (tmp_path / "alias").symlink_to(www)
    (tmp_path / "direct").symlink_to(www / "site")
    told = f"目标:\n  - 名称: 门户\n    网址: {www / 'site'}\n"
    (home / "publication.yaml").write_text(told, "utf-8")
    return www


SPELLINGS = [
    "{www}/site/", "{www}//site", "{www}/./site", "{www}/x/../site", "./www/site", "www/site",
    "file://{www}/site", "file://localhost{www}/%73ite", "{www}/../alias/site", "alias/site",
    "./direct", "sftp://localhost{www}/site", "{www}/site.releases/1", "{www}/site/demo", "{www}/../www",
    "{www}/../home/site", "./home/site", "home/site.releases/1",
]  # fmt: skip


@pytest.mark.parametrize("first", [True, False], ids=["before-the-first", "after-it"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_where_an_office_publishes_goes_past_the_gate(
    spelling: str, first: bool, www: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not first:  # as a push leaves it: a link to the folder of a version
        (www / "site.releases" / "1").mkdir(parents=True)
        (www / "site").symlink_to("site.releases/1")
    site, to = built(tmp_path / "1", pages("甲"), "1"), spelling.format(www=www)
    before = sorted(www.parent.glob("[!h]*/**/*"))
    assert cli.run(["push", str(site), "--to", to]) == 1
    assert "不是现在应当公开的那一号，没有推送到" in capsys.readouterr().err
    assert cli.run(["rollback", "--to", to]) == 2
    assert "不写 --to，本机和各个目标一起退" in capsys.readouterr().err
    assert sorted(www.parent.glob("[!h]*/**/*")) == before
    assert not (tmp_path / "home" / "site").exists()


@pytest.mark.parametrize("other", ["", "missing", "another"])
def test_another_home_opens_no_way_past_the_review(
    other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The site of an office is guarded by what lies in its folder, not by the home that is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JUECE_HOME", raising=False)
    home, away = tmp_path / "home", tmp_path / "another"
    away.mkdir()
    home.mkdir()
    (home / "juece.db").touch()
    (tmp_path / "link").symlink_to(home)
    new = built(tmp_path / "1", pages("甲"), "1")
    named = ["--home", str(tmp_path / other)] if other else []
    for to in (home / "site", tmp_path / "link" / "site", home / "site.releases" / "1"):
        assert cli.run(["push", str(new), "--to", str(to), *named]) == 1
        assert "数据目录" in "".join(capsys.readouterr())
        assert not (home / "site").exists()
    assert cli.run(["push", str(new), "--to", str(home / "elsewhere"), *named]) == 0


@pytest.mark.parametrize("to", ["file:{}/www", "FILE:{}/www", "~root/www", "sftp:host/www"])
def test_what_is_nearly_an_address_makes_no_folder_of_that_name(
    to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    new = built(tmp_path / "1", pages("甲"), "1")
    assert cli.run(["push", str(new), "--to", to.format(tmp_path)]) == 2
    assert "两道斜线" in "".join(capsys.readouterr())
    assert [path.name for path in tmp_path.iterdir()] == ["1"]
