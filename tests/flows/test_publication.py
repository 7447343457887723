"""The publication flow where an office has not said what its website is."""

import pytest

from flows.publication import publication
from storage.office import Office

from . import year

pytestmark = pytest.mark.usefixtures("engine")


def test_without_website_settings_the_run_says_what_is_missing(office: Office) -> None:
    year.found(office)
    settings = office.home / "site.yaml"
    kept = settings.read_bytes()
    settings.unlink()
    state = publication(year.at(1, 12).date(), return_state=True)
    assert (state.type, state.name) == ("FAILED", "退回：补正")
    assert "写明示例市民政局的网站信息" in state.message
    assert not office.site.exists()
    assert len(office.ledger().load(year.ITEM).entries) == 1, "what is on file stays"

    settings.write_bytes(kept)
    assert publication(year.at(1, 12).date(), return_state=True).is_completed()
    assert (office.site / "demo" / "index.html").is_file()
