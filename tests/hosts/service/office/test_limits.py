"""How much one user may ask for: a recalculation always, more than others can bear never, and without growth."""

from __future__ import annotations

import asyncio

import pytest
from starlette.datastructures import Headers

from xl_addin.hosts.service.office import limits
from xl_addin.hosts.service.office.entry import Entry
from xl_addin.hosts.service.office.limits import BURST, RATE, WRONG_WORDS, Rates, WrongWords
from xl_addin.hosts.service.pool import Turns
from xl_addin.hosts.service.refusals import Refused


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(rates: Rates, owner: str, times: int) -> list[float]:
    return [rates.wait(owner) for _ in range(times)]


def test_a_burst_is_answered_at_once_then_requests_wait_and_only_then_are_refused() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert set(ask(rates, "张三", int(BURST))) == {0.0}
    waits = ask(rates, "张三", 100)
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(2.0)
    with pytest.raises(Refused) as refused:
        rates.wait("张三")
    assert (refused.value.status, refused.value.retry) == (429, 1)
    assert rates.wait("李四") == 0.0  # the others do not notice
    clock.now += refused.value.retry
    assert rates.wait("张三") <= 2.0


def test_the_lasting_rate_is_never_refused() -> None:
    clock = Clock()
    rates = Rates(clock)
    for _ in range(3000):
        clock.now += 1 / RATE
        assert rates.wait("张三") == 0.0
    clock.now += 3600.0
    assert set(ask(rates, "张三", int(BURST))) == {0.0}
    assert rates.wait("张三") > 0.0  # rest is not saved up beyond a burst


def test_who_sent_twenty_wrong_words_is_not_listened_to_for_a_minute() -> None:
    clock = Clock()
    wrong = WrongWords(clock)
    for _ in range(WRONG_WORDS):
        wrong.check("10.0.0.1", "")
        wrong.note_wrong("10.0.0.1")
    with pytest.raises(Refused) as refused:
        wrong.check("10.0.0.1", "张三")  # nor when a word is right at last
    assert (refused.value.status, refused.value.retry) == (429, 60)
    wrong.check("10.0.0.2", "")
    clock.now += 59.0
    with pytest.raises(Refused):
        wrong.check("10.0.0.1", "")
    clock.now += 1.0
    wrong.check("10.0.0.1", "")


def test_wrong_words_now_and_then_are_forgiven() -> None:
    clock = Clock()
    wrong = WrongWords(clock)
    for _ in range(10 * WRONG_WORDS):
        wrong.check("10.0.0.1", "")
        wrong.note_wrong("10.0.0.1")
        clock.now += 6.0


def test_a_colleague_behind_the_same_address_goes_on() -> None:
    wrong = WrongWords(Clock())
    wrong.note_right("10.0.0.1", "张三")
    for _ in range(WRONG_WORDS):
        wrong.note_wrong("10.0.0.1")
    wrong.check("10.0.0.1", "张三")
    with pytest.raises(Refused):
        wrong.check("10.0.0.1", "李四")


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_ADDRESSES", 50)
    wrong = WrongWords(Clock())
    for number in range(1000):
        wrong.note_wrong(f"10.0.{number // 256}.{number % 256}")
        wrong.note_right(f"10.0.{number // 256}.{number % 256}", "张三")
    assert len(wrong._wrong) == 50
    assert len(wrong._places["张三"]) == 16


def test_one_user_has_so_many_turns_and_another_goes_first() -> None:
    order: list[str] = []

    async def work(turns: Turns, owner: str, name: str) -> None:
        async with turns.of(owner):
            order.append(name)
            await asyncio.sleep(0.01)

    async def all_of_them() -> None:
        turns = Turns(1)
        await asyncio.gather(*(work(turns, "张三", f"张{i}") for i in range(3)), work(turns, "李四", "李0"))
        await asyncio.gather(*(work(turns, "", f"本机{i}") for i in range(5)))

    asyncio.run(all_of_them())
    assert order[:2] == ["张0", "李0"]
    assert order[2:4] == ["张1", "张2"]
    assert len(order) == 9


def let_in(entry: Entry, word: str, client: str, *forwarded: str) -> str:
    headers = Headers(raw=[(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded])
    return asyncio.run(entry.let_in(word, {"client": (client, 1)}, headers))


def exhausted(entry: Entry, client: str, *forwarded: str) -> None:
    for _ in range(WRONG_WORDS):
        with pytest.raises(Refused) as refused:
            let_in(entry, "x", client, *forwarded)
        assert refused.value.status == 401
    with pytest.raises(Refused) as refused:
        let_in(entry, "x", client, *forwarded)
    assert refused.value.status == 429


def test_a_word_lets_its_user_in_and_no_word_at_all_is_not_counted_as_a_guess() -> None:
    entry = Entry({"w1": "张三", "w2": "李四"})
    assert [let_in(entry, word, "10.0.0.1") for word in ("w1", "w2")] == ["张三", "李四"]
    for _ in range(50):
        with pytest.raises(Refused) as refused:
            let_in(entry, "", "10.0.0.2")
        assert refused.value.status == 401
    for word in ("W1", "w", "w11", "é"):
        with pytest.raises(Refused):
            let_in(entry, word, "10.0.0.2")


def test_behind_a_proxy_only_what_it_says_last_counts() -> None:
    entry = Entry({"w1": "张三"}, behind_proxy=True)
    exhausted(entry, "127.0.0.1", "8.8.8.8, 10.0.0.1")
    with pytest.raises(Refused) as refused:  # another made-up beginning does not help
        let_in(entry, "w1", "127.0.0.1", "9.9.9.9", "10.0.0.1")
    assert refused.value.status == 429
    with pytest.raises(Refused):  # nor another port
        let_in(entry, "w1", "127.0.0.1", "10.0.0.1:4321")
    assert let_in(entry, "w1", "127.0.0.1", "10.0.0.1, 10.0.0.2") == "张三"
    assert let_in(entry, "w1", "127.0.0.1", "not an address") == "张三"


def test_without_a_proxy_nobody_can_pretend_to_be_elsewhere() -> None:
    entry = Entry({"w1": "张三"})
    exhausted(entry, "10.0.0.1", "10.0.0.99")
    with pytest.raises(Refused):
        let_in(entry, "w1", "10.0.0.1", "10.0.0.7")
    assert let_in(entry, "w1", "10.0.0.99") == "张三"


def test_an_ipv6_user_has_one_network_not_endless_addresses() -> None:
    entry = Entry({"w1": "张三"})
    exhausted(entry, "2001:db8:1:2::1")
    with pytest.raises(Refused):
        let_in(entry, "w1", "2001:db8:1:2:ffff::9")
    assert let_in(entry, "w1", "2001:db8:1:3::1") == "张三"
    exhausted(entry, "::ffff:10.0.0.5")
    with pytest.raises(Refused):
        let_in(entry, "w1", "10.0.0.5")
