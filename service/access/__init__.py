"""Who may do what: keys, roles, sign-ins, the table of routes, limits."""
