"""Pages are rendered by code that is compiled our own way; it must say what Jinja's own says."""

import pytest
from jinja2 import Environment

from pages.html.engine import environment

WAYS = {
    "a macro, with fewer, more and named arguments": (
        "{% macro m(a, b='<b>') %}[{{ a }} {{ b }}]{% endmacro %}"
        "{{ m('<') }}{{ m(1, 2) }}{{ m(b=hostile, a=3) }}{{ m(*pair) }}{{ m(**named) }}"
    ),
    "a macro that takes whatever comes": (
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, '<', c=hostile) }}"
    ),
    "a macro within a macro is marked up once": (
        "{% macro i(x) %}<i>{{ x }}</i>{% endmacro %}{% macro p(x) %}<p>{{ i(x) }}</p>{% endmacro %}"
        "{{ p(hostile) }}"
    ),
    "a macro that calls back": (
        "{% macro m(a) %}<p>{{ caller(a) }}</p>{% endmacro %}"
        "{% call(x) m(hostile) %}<b>{{ x }}</b>{% endcall %}"
    ),
    "a block of text kept under a name": "{% set x %}<u>{{ hostile }}</u>{% endset %}{{ x }}{{ x }}",
    "loops within loops": (
        "{% for row in rows %}{{ loop.index }}{% for cell in row %}{{ cell }}"
        "{{ ', ' if not loop.last }}{% else %}–{% endfor %};{% endfor %}"
    ),
    "a loop that calls itself": (
        "{% for n in tree recursive %}{{ n[0] }}({{ loop(n[1]) }}){% endfor %}"
    ),
    "filters and methods": "{{ rows | length }}{{ hostile | upper }}{{ hostile.count('<') }}",
}
GIVEN = {
    "hostile": "<script>\"&'",
    "pair": ("<", 2),
    "named": {"a": "&", "b": 1},
    "rows": [["<", "b"], []],
    "tree": [("a", [("<", [])]), ("c", [])],
}


@pytest.mark.parametrize("source", WAYS.values(), ids=WAYS)
def test_a_template_says_what_it_would_say_compiled_by_jinja(source: str) -> None:
    plain = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    own = environment().from_string(source).render(GIVEN)
    assert own == plain.from_string(source).render(GIVEN)
    assert own
