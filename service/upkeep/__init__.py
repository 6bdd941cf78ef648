"""Keeping an installation well: backups and putting them back, looking for what is wrong and mending it."""
