"""What a chat model took to write the answers of a run: tokens, and their price where prices are set."""

from collections.abc import Iterable
from dataclasses import dataclass

from eval.types import Result


@dataclass(frozen=True, slots=True)
class Spent:
    """Sums over the answers whose server counted tokens."""

    answers: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    """In the currency of the prices that are set; None unless every one of these answers has a price."""

    def __str__(self) -> str:
        """The sums as a sentence."""
        price = (
            "" if self.cost is None else f", for {self.cost:.2f} in the currency of the prices that are set"
        )
        some = "1 answer" if self.answers == 1 else f"{self.answers} answers"
        return f"The chat model read {self.input_tokens:,} and wrote {self.output_tokens:,} tokens for {some}{price}."


def sum_usage(results: Iterable[Result]) -> Spent | None:
    """Sum up; None where no server counted."""
    used = [usage for result in results if (usage := result.outcome.answer.usage)]
    if not used:
        return None
    costs = [usage.cost for usage in used if usage.cost is not None]
    return Spent(
        len(used),
        sum(usage.input_tokens for usage in used),
        sum(usage.output_tokens for usage in used),
        sum(costs) if len(costs) == len(used) else None,
    )
