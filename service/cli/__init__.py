"""The command line. `main` has the commands by name; each module here holds some of them."""
