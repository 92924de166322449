"""Draws in blocks: who computes them, and in which order they come back, changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from yosan.subsidy.draws import block_sizes, run_tasks, stream


def spans(first: int, last: int) -> tuple[int, int]:
    return first, last


def test_a_draw_more_than_a_task_holds_is_a_task_of_its_own_and_results_keep_their_order() -> None:
    assert list(run_tasks(spans, 10_000)) == [(0, 10)]
    assert list(run_tasks(spans, 10_001)) == [(0, 10), (10, 20)]
    many = list(run_tasks(spans, 200_001))
    with ThreadPoolExecutor(2) as threads:  # more tasks than are ever in flight
        assert list(run_tasks(spans, 200_001, threads)) == many
    assert many[-1] == (200, 210)


def test_blocks_are_full_but_the_last_and_none_is_empty() -> None:
    assert list(block_sizes(2000, 0, 10)) == [(0, 1000), (1, 1000)]
    assert list(block_sizes(1, 0, 10)) == [(0, 1)]


def test_every_seed_and_block_has_a_stream_of_its_own_that_never_changes() -> None:
    words = {key: int(stream(*key).random_raw()) for key in ((2020, 0), (2020, 1), (2021, 0))}
    assert len(set(words.values())) == 3
    assert words[2020, 0] == 10309449546089903109  # published probabilities rest on it
