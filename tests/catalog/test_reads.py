"""Beside which field a finding is told."""

from catalog.forms.fields import fields_of
from catalog.forms.reads import fields_read
from catalog.rules import RULES


def test_most_rules_say_which_fields_they_read() -> None:
    told = {id_ for id_ in RULES if fields_read(id_)}
    assert len(told) >= 0.8 * len(RULES), sorted(RULES.keys() - told)


def test_what_is_read_are_fields_of_the_record() -> None:
    for id_, rule in RULES.items():
        assert set(fields_read(id_)) <= {name for on in rule.on for name in fields_of(on)}


def test_the_field_that_a_rule_asks_for_comes_first() -> None:
    for id_, rule in RULES.items():
        if rule.demands:
            assert fields_read(id_)[0] == rule.demands[0].rpartition(".")[2]


def test_the_order_of_stages_is_told_at_no_field() -> None:
    assert fields_read("nothing") == ()
    assert fields_read("FIL-06") == ()
