"""The service over HTTP: routes, the page, what goes in and out, and who may ask."""
