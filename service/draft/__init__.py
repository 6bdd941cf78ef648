"""Checking a draft that somebody else wrote: each sentence is searched in the reports and compared with them."""
