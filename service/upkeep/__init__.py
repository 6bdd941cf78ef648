"""Maintaining an installation: making and restoring backups, finding what is wrong and repairing it."""
