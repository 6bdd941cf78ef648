"""Our reading of tables beside that of other libraries, on tables whose cells are known."""
