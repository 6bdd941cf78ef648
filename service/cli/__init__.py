"""The command line. `main` lists the commands by name; each other module here holds some of them."""
