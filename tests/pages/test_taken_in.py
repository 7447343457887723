"""A template that another one takes in stands where it was written, whatever way it is taken in."""

import pytest
from jinja2 import DictLoader

from pages.html.engine import environment

TAKEN = "<b>{{ 1 }}{{ name | default('') }}</b>"
WHOLE = "<p><b>1</b></p>"


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("<p>{% include 'taken' without context %}</p>", WHOLE),
        ("<p>{% include ['no', 'taken'] without context %}</p>", WHOLE),
        ("<p>{% include 'no' ignore missing without context %}</p>", "<p></p>"),
        ("{% set x %}<p>{% include 'taken' without context %}</p>{% endset %}{{ x }}", WHOLE),
        (
            "{% macro m() %}<p>{% include 'taken' without context %}</p>{% endmacro %}{{ m() }}",
            WHOLE,
        ),
    ],
)
def test_what_is_included_without_what_the_page_knows_is_not_put_before_the_page(
    page: str, whole: str
) -> None:
    pages = environment.__wrapped__()  # the one that all pages share is left alone
    pages.loader = DictLoader({"page": page, "taken": TAKEN})
    assert pages.get_template("page").render(name="&") == whole


def test_a_macro_may_be_given_what_python_has_a_word_of_its_own_for() -> None:
    page = "{% macro m() %}<i class={{ kwargs['class'] }}>{% endmacro %}{{ m(class='<') }}"
    assert environment().from_string(page).render() == "<i class=&lt;>"


def test_a_macro_that_takes_whatever_comes_may_be_given_nothing_more() -> None:
    page = "{% macro m(a) %}{{ a }}{{ varargs }}{{ caller is defined }}{% endmacro %}{{ m('<') }}"
    assert environment().from_string(page).render() == "&lt;()False"
