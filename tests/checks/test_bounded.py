"""Work in a process of its own: what it returns comes back, and nothing it does holds up who asked."""

import math
import operator
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from checks.bounded import Ended, Limits, call

SMALL = Limits(seconds=1, memory=300_000_000)


def test_what_it_returns_comes_back_and_the_process_is_kept() -> None:
    assert call(operator.mul, 6, 7) == 42
    assert call(os.getpid) == call(os.getpid) != os.getpid()


def test_what_is_shared_is_the_first_argument() -> None:
    assert call(operator.sub, 5, shared=9) == 4
    assert call(operator.sub, 5, shared=8) == 3
    assert call(operator.neg, 5) == -5


@pytest.mark.parametrize(
    ("work", "said", "why"),
    [
        (math.factorial, (10**8,), "过了1秒还没有读完"),
        (time.sleep, (1000,), "过了1秒还没有读完"),
        (os.abort, (), "中断了（-6）"),
        (os._exit, (0,), "中断了（0）"),
        (operator.mul, (b"x", 10**9), "内存太多"),
        (operator.truediv, (1, 0), "ZeroDivisionError"),
    ],
    ids=["a loop in C", "asleep", "aborted", "gone", "memory", "raised"],
)
def test_whatever_it_does_is_told_and_the_next_call_works(
    work: object, said: tuple[object, ...], why: str
) -> None:
    with pytest.raises(Ended, match=why):
        call(work, *said, limits=SMALL)  # type: ignore[arg-type]
    assert call(operator.add, 1, 2) == 3


def test_threads_do_not_get_the_answers_of_one_another() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda n: call(operator.mul, n, n), range(40))) == [
            n * n for n in range(40)
        ]


def test_nothing_of_what_it_read_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Ended):
        call(int, "15400001234号")
    assert "15400001234" not in caplog.text
    assert "bounded.py" in caplog.text
