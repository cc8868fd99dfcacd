"""Sentence scores, against rank-bm25 itself."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.answering.bm25 import K1, B, inverse_document_frequency, score_sentences
from bot.model import Statistics

TERMS = st.sampled_from(["iraq", "troop", "us", "talk", "number", "august", "coalition", "daesh"])
SENTENCES = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=30).filter(any)


def statistics_of(sentences: list[list[str]]) -> Statistics:
    frequencies = {term: sum(term in s for s in sentences) for sentence in sentences for term in sentence}
    return Statistics(len(sentences), frequencies, sum(map(len, sentences)) / len(sentences))


@given(SENTENCES, st.lists(TERMS, min_size=1, max_size=6, unique=True))
def test_over_a_whole_library_the_scores_are_those_of_rank_bm25_with_our_weights(
    sentences: list[list[str]], terms: list[str]
) -> None:
    statistics = statistics_of(sentences)
    oracle = BM25Okapi(sentences, k1=K1, b=B)
    oracle.idf = {t: inverse_document_frequency(len(sentences), n) for t, n in statistics.frequencies.items()}
    assert list(score_sentences(sentences, terms, statistics)) == pytest.approx(list(oracle.get_scores(terms)))


@given(SENTENCES, st.lists(TERMS, min_size=1, max_size=6, unique=True))
def test_a_score_is_above_zero_exactly_where_a_term_is_held(sentences: list[list[str]], terms: list[str]) -> None:
    for sentence, score in zip(sentences, score_sentences(sentences, terms, statistics_of(sentences)), strict=True):
        assert (score > 0) == bool(set(sentence) & set(terms))


@given(SENTENCES, SENTENCES, TERMS)
def test_a_sentence_scores_the_same_whichever_sentences_were_retrieved_with_it(
    sentences: list[list[str]], others: list[list[str]], term: str
) -> None:
    statistics = statistics_of(sentences + others)
    alone = list(score_sentences(sentences, [term], statistics))
    together = list(score_sentences(sentences + others, [term], statistics))
    assert together[: len(alone)] == pytest.approx(alone)


def test_no_sentences_have_no_scores() -> None:
    assert list(score_sentences([], ["iraq"], Statistics(0, {}, 1.0))) == []


def test_sentences_without_terms_score_zero() -> None:
    assert list(score_sentences([[], []], ["iraq"], Statistics(1, {}, 1.0))) == [0, 0]


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_weight_is_positive_even_for_a_term_that_stands_everywhere(passages: int, frequency: int) -> None:
    weight = inverse_document_frequency(passages, frequency)
    assert weight > 0
    assert math.isfinite(weight)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_rarer_term_weighs_more(passages: int, frequency: int) -> None:
    if frequency < passages:
        assert inverse_document_frequency(passages, frequency) > inverse_document_frequency(passages, frequency + 1)
