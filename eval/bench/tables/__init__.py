"""Our reading of tables compared with that of other libraries, on tables whose cells are known."""
