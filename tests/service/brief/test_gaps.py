from service.brief.arrange import make_items
from service.brief.asked import read_question
from service.brief.gaps import find_gaps, make_prompts
from tests.service.brief.test_arrange import ENTRIES, PASSAGES


def test_a_part_that_no_passage_reaches_is_a_gap() -> None:
    question = read_question("What do joint training sessions bring and what did helicopters cost?")
    gaps = find_gaps(question, PASSAGES, PASSAGES[:1])
    assert [gap.part for gap in gaps] == ["what did helicopters cost"]
    assert gaps[0].nearest == ("E1",)
    assert gaps[0].why


def test_prompts_grow_from_passages_and_are_questions() -> None:
    items = make_items(PASSAGES, ENTRIES)
    prompts = make_prompts(items, PASSAGES)
    assert 0 < len(prompts) <= 3
    assert {prompt.passage_id for prompt in prompts} <= {item.passage_id for item in items}
    assert all(prompt.text.endswith("?") for prompt in prompts)
    quoted = {each.id: each.text for each in PASSAGES}
    assert all(quoted[prompt.passage_id].rstrip(".") in prompt.text for prompt in prompts)
