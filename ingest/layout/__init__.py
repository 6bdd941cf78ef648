"""From words with boxes to blocks in reading order. Pure functions; no PDF library is known here."""
