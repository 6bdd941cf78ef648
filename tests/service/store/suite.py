"""What every store must pass: a test module of a store subclasses StoreSuite and has a fixture called `store`."""

import threading
from dataclasses import replace

import pytest

from ingest.errors import Conflict, InvalidRequest, NotFound
from service.store.contract import Store
from service.store.reflection_contract import NewReflection
from service.types import Answer, Engine, Passage, Statement

PASSAGE = Passage(
    id="S1",
    report_id="r",
    report_title="A report",
    page=2,
    page_label=None,
    start=3,
    end=9,
    text="Trust ",
    context="A. Trust grew.",
    headings=("One", "Two"),
    role="paragraph",
    voice="finding",
    speaker=None,
    places=("Salford",),
    score=0.5,
)
ANSWER = Answer(
    id="a1",
    question="What grew?",
    standalone_question="What grew?",
    status="answered",
    statements=(Statement("Trust grew.", ("S1",), "item", "Salford"),),
    passages=(PASSAGE,),
    nearest=(),
    missing=(),
    suggestions=("And where?",),
    engine=Engine("extractive"),
    timings_ms={"total": 1.5},
)

REFLECTION = NewReflection("We meet weekly.", "team leader", "Bury", "2026-11", "How do we go on?", "q1")


class StoreSuite:
    """Tests of a store that is empty."""

    def test_an_answer_comes_back_as_it_was_given(self, store: Store) -> None:
        store.save_answer(ANSWER)
        assert store.answer("a1") == ANSWER

    def test_a_conversation_keeps_its_turns_in_order_with_their_answers(self, store: Store) -> None:
        id_ = store.create_conversation().id
        store.save_answer(ANSWER, id_)
        store.save_answer(replace(ANSWER, id="a2", question="And then?"), id_)
        assert [turn.content for turn in store.history(id_)] == [
            "What grew?",
            "Trust grew.",
            "And then?",
            "Trust grew.",
        ]
        assert [turn.answer.id if turn.answer else None for turn in store.turns(id_)] == [
            None,
            "a1",
            None,
            "a2",
        ]

    def test_history_gives_the_last_turns_only(self, store: Store) -> None:
        id_ = store.create_conversation().id
        store.save_answer(ANSWER, id_)
        store.save_answer(replace(ANSWER, id="a2", question="And then?"), id_)
        assert [turn.content for turn in store.history(id_, limit=2)] == ["And then?", "Trust grew."]

    def test_the_first_question_names_an_untitled_conversation(self, store: Store) -> None:
        named, untitled = store.create_conversation("Trust"), store.create_conversation()
        long = replace(ANSWER, id="a2", question="why " * 50)
        store.save_answer(ANSWER, named.id)
        store.save_answer(long, untitled.id)
        assert store.conversation(named.id).title == "Trust"
        title = store.conversation(untitled.id).title
        assert title.startswith("why why")
        assert title.endswith("…")
        assert len(title) <= 80

    def test_many_answers_at_once_lose_no_turn_and_keep_pairs_together(self, store: Store) -> None:
        id_ = store.create_conversation().id
        answers = [replace(ANSWER, id=f"a{n}", question=f"q{n}") for n in range(24)]
        threads = [threading.Thread(target=store.save_answer, args=(answer, id_)) for answer in answers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        turns = store.turns(id_)
        assert len(turns) == 48
        for asked, given in zip(turns[::2], turns[1::2], strict=True):
            assert (asked.role, given.role) == ("user", "assistant")
            assert given.answer is not None
            assert given.answer.question == asked.content

    def test_an_answer_for_an_unknown_conversation_is_not_kept(self, store: Store) -> None:
        with pytest.raises(NotFound, match="nowhere"):
            store.save_answer(ANSWER, "nowhere")
        with pytest.raises(NotFound):
            store.answer("a1")

    def test_deleting_a_conversation_deletes_turns_answers_and_feedback(self, store: Store) -> None:
        id_ = store.create_conversation().id
        store.save_answer(ANSWER, id_)
        store.add_feedback("a1", "useful", None)
        store.delete_conversation(id_)
        with pytest.raises(NotFound):
            store.turns(id_)
        with pytest.raises(NotFound):
            store.answer("a1")
        assert store.feedback("a1") == ()

    def test_conversations_are_listed_by_last_use(self, store: Store) -> None:
        first, second = store.create_conversation("first"), store.create_conversation("second")
        store.save_answer(ANSWER, first.id)
        listed = [row.title for row in store.conversations(10)]
        assert sorted(listed) == ["first", "second"]
        assert [row.title for row in store.conversations(1, offset=1)] == listed[1:]
        assert store.rename_conversation(second.id, "new").title == "new"

    @pytest.mark.parametrize(
        ("words", "found"),
        [("FIRST", True), ("first trust", True), ("first nothing", False), ("fir%t", False), ("trus", True)],
    )
    def test_conversations_are_found_by_all_words_of_title_and_turns(
        self, store: Store, words: str, found: bool
    ) -> None:
        first = store.create_conversation("first")
        store.create_conversation("second")
        store.save_answer(replace(ANSWER, question="What helps trust?"), first.id)
        assert [row.id for row in store.conversations(10, words=words)] == ([first.id] if found else [])

    @pytest.mark.parametrize("method", ["conversation", "turns", "history", "delete_conversation", "answer"])
    def test_unknown_ids_are_named(self, store: Store, method: str) -> None:
        with pytest.raises(NotFound, match="'gone'"):
            getattr(store, method)("gone")

    def test_feedback_on_an_unknown_answer_is_refused(self, store: Store) -> None:
        with pytest.raises(NotFound, match="'gone'"):
            store.add_feedback("gone", "wrong", "no")

    def test_odd_characters_lose_no_text_and_find_nothing(self, store: Store) -> None:
        store.save_answer(replace(ANSWER, question="Why \0 \u202e \U0001f600?"))
        store.add_feedback("a1", "wrong", "not\0so \U0001f600")
        assert store.answer("a1").question == "Why \0 \u202e \U0001f600?"
        [said] = store.feedback("a1")
        assert said.text in ("not\0so \U0001f600", "not\ufffdso \U0001f600")
        with pytest.raises(NotFound):
            store.answer("a1\0")
        id_ = store.create_conversation("a\0title").id
        store.save_answer(replace(ANSWER, id="a2", question="\0?"), id_)
        assert [turn.role for turn in store.turns(id_)] == ["user", "assistant"]

    def test_answers_with_feedback_come_with_all_that_was_said(self, store: Store) -> None:
        for id_ in ("a1", "a2", "a3"):
            store.save_answer(replace(ANSWER, id=id_))
        store.add_feedback("a3", "wrong", "Not so.")
        store.add_feedback("a1", "useful", None)
        store.add_feedback("a3", "missing", "And more.")
        listed = store.answers_with_feedback()
        assert [each.answer for each in listed] == [replace(ANSWER, id="a3"), ANSWER]
        assert [[said.text for said in each.feedback] for each in listed] == [
            ["Not so.", "And more."],
            [None],
        ]

    def test_untitled_conversations_are_left_out_before_the_list_is_cut(self, store: Store) -> None:
        named = store.create_conversation("named").id
        for _ in range(3):
            store.create_conversation()
        assert [row.id for row in store.conversations(1, titled=True)] == [named]
        assert len(store.conversations(10)) == 4

    def test_a_changed_view_takes_the_place_of_the_earlier_ones(self, store: Store) -> None:
        entry = store.create_conversation()
        for id_ in ("a1", "a2"):
            store.save_answer(replace(ANSWER, id=id_), entry.id)
            store.add_feedback(id_, "wrong", "Not so.")
        store.change_feedback("a1", "useful", None)
        assert [(each.verdict, each.text) for each in store.feedback("a1")] == [("useful", None)]
        assert [each.verdict for each in store.feedback("a2")] == ["wrong"]
        given = store.feedback_by_conversation(entry.id, store.create_conversation().id)
        assert {id_: {each.answer_id: each.verdict for each in said} for id_, said in given.items()} == {
            entry.id: {"a1": "useful", "a2": "wrong"}
        }
        with pytest.raises(NotFound):
            store.change_feedback("gone", "wrong", "no")

    def test_feedback_of_several_answers_comes_at_once(self, store: Store) -> None:
        for id_ in ("a1", "a2", "a3"):
            store.save_answer(replace(ANSWER, id=id_))
            store.add_feedback(id_, "useful", None)
        assert [row.answer_id for row in store.feedback("a1", "a3")] == ["a1", "a3"]
        assert store.feedback() == ()

    def test_owners_see_their_own_only(self, store: Store) -> None:
        ada, bo = store.seen_by(("ada",)), store.seen_by(("bo", ""))
        id_, nobodys = ada.create_conversation("hers").id, store.create_conversation("nobody's").id
        ada.save_answer(ANSWER, id_)
        assert [row.title for row in ada.conversations(10)] == ["hers"]
        assert [row.title for row in bo.conversations(10)] == ["nobody's"]
        assert len(store.conversations(10)) == 2
        assert bo.conversation(nobodys).title == "nobody's"
        for attempt in (
            lambda: bo.conversation(id_),
            lambda: bo.turns(id_),
            lambda: bo.history(id_),
            lambda: bo.rename_conversation(id_, "taken"),
            lambda: bo.delete_conversation(id_),
            lambda: bo.save_answer(replace(ANSWER, id="a2"), id_),
            lambda: bo.answer("a1"),
            lambda: bo.add_feedback("a1", "useful", None),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert bo.position_of("a1") is None
        assert ada.conversation(id_).title == "hers"
        assert len(ada.turns(id_)) == 2

    def test_a_reflection_waits_is_accepted_and_taken_back(self, store: Store) -> None:
        kept = store.add_reflection(REFLECTION)
        assert (kept.state, kept.decided_at, kept.text) == ("waiting", None, REFLECTION.text)
        assert store.reflection(kept.id) == kept
        accepted = store.decide_reflection(kept.id, "accepted")
        assert accepted.decided_at is not None
        assert store.reflections(10, state="accepted", question_ids=("q1",)) == (accepted,)
        assert store.reflections(10, state="waiting") == ()
        assert store.reflections(10, report_id="r") == ()
        assert store.decide_reflection(kept.id, "waiting", "accepted") == kept
        store.delete_reflection(kept.id)
        with pytest.raises(NotFound, match=kept.id):
            store.reflection(kept.id, every=True)

    def test_a_reflection_that_waits_is_its_authors_and_the_curators(self, store: Store) -> None:
        ann, bob = store.seen_by(("ann",)), store.seen_by(("bob",))
        kept = ann.add_reflection(REFLECTION)
        assert ann.reflections(10) == bob.reflections(10, every=True) == (kept,)
        assert bob.reflections(10) == ()
        for refused in (lambda: bob.reflection(kept.id), lambda: bob.delete_reflection(kept.id)):
            with pytest.raises(NotFound):
                refused()
        bob.decide_reflection(kept.id, "accepted")
        assert len(bob.reflections(10)) == 1
        bob.delete_reflection(kept.id, every=True)
        assert ann.reflections(10) == ()

    def test_of_many_decisions_at_once_one_counts(self, store: Store) -> None:
        kept = store.add_reflection(REFLECTION)
        came: list[str] = []

        def decide(number: int) -> None:
            try:
                came.append(store.decide_reflection(kept.id, "accepted" if number % 2 else "declined").state)
            except Conflict as error:
                came.append(error.code)

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (state,) = [each for each in came if each != "conflict"]
        assert len(came) == 6
        assert store.reflection(kept.id, every=True).state == state
        with pytest.raises(Conflict, match=state):
            store.decide_reflection(kept.id, "accepted")

    def test_a_list_of_reflections_that_nobody_works_through_ends(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("service.store.reflections.MOST_WAITING", 2)
        first = store.add_reflection(REFLECTION)
        store.add_reflection(replace(REFLECTION, text="😀 <b>"))
        with pytest.raises(InvalidRequest, match="wait"):
            store.add_reflection(REFLECTION)
        store.decide_reflection(first.id, "declined")
        store.add_reflection(REFLECTION)
