"""Errors as users see them: short, with the cause at the beginning and the remedy at the end, also across processes."""

from __future__ import annotations

import pickle

from MicrocalcCADLib.errors import LONGEST, InputError


def test_a_sentence_that_a_damaged_file_made_long_keeps_its_cause_and_its_remedy() -> None:
    text = str(InputError(f"The file has the unknown key {'[' * 100_000!r}: correct it."))
    assert len(text) <= LONGEST
    assert text.startswith("The file has the unknown key '[[[") and text.endswith("[[[': correct it.")


def test_an_ordinary_sentence_stays_as_it_is_also_after_a_way_to_another_process() -> None:
    sentence = "The image has only 10 x 10 pixels: choose a mammogram."
    again = pickle.loads(pickle.dumps(InputError(sentence)))
    assert (type(again), str(again)) == (InputError, sentence)
