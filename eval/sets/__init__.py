"""Question sets: their form, their cases resolved in the reports, and where they come from."""
