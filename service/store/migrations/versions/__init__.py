"""The steps, in the order that each names by the one before it. A step that was released is never changed."""
