"""What a file that can't be read as YAML has wrong, in which line, and what to do about it."""

REMEDY = "Text with any of : , # ? [ ] { } in it may need quotation marks around it."


def tell_slip(error: Exception) -> str:
    """The line of a slip, what it is, and what to do about it."""
    if isinstance(error, UnicodeDecodeError):
        return "its characters are not UTF-8. Save it as UTF-8 (not UTF-16 or Windows-1252)."
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark else ""
    why = " ".join(str(getattr(error, "problem", None) or error).split())
    if "\\t" in why:
        return f"{where}a tab stands where spaces must. Put spaces in its place."
    if "block" in why or "indent" in why:
        return f"{where}{why}. Fields of a case begin in one column, two spaces behind its `-`. {REMEDY}"
    if "quoted scalar" in why or "end of stream" in why:
        return f"{where}{why}. A quotation mark or bracket is not closed."
    return f"{where}{why}. {REMEDY}"
