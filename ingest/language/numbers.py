"""English words for numbers: which there are, and what they are worth."""

ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
"""1 to 19."""
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
"""1st to 19th."""
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""20, 30 to 90."""
VALUES = (
    {word: number for words in (ONES, ORDINALS) for number, word in enumerate(words, 1)}
    | {word: 10 * number for number, word in enumerate(TENS, 2)}
    | {"zero": 0, "dozen": 12, "twentieth": 20, "thirtieth": 30}
)
"""Word -> what it is worth, for words that are a number by themselves."""
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""Word -> what it multiplies the number before it with."""


def number_word(number: int) -> str:
    """The word for 1 to 19, digits for any other: as running text writes small numbers."""
    return ONES[number - 1] if 1 <= number <= len(ONES) else str(number)


def spell_numbers(first: int, last: int) -> dict[str, int]:
    """How `first` to `last` (1 to 19) can be written, in words or digits -> the number."""
    return {word: number for number in range(first, last + 1) for word in (ONES[number - 1], str(number))}


def match_number_words(first: int = 1, last: int = len(ONES)) -> str:
    """Pattern of a number word from `first` to `last`, in small letters, without brackets around it."""
    return "|".join(ONES[first - 1 : last])
