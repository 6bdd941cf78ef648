"""What goes over the wire, in and out, as pydantic models that HTTP and command line share."""
