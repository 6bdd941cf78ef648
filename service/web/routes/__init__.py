"""The routes of the HTTP interface, a module for each family; each reads a body, calls, and gives a view."""
