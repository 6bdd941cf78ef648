"""From words with boxes to blocks in reading order. Pure functions; no PDF library is known here.

`text` and `tables` know nothing of the modules beside them but `parts`; `tables` builds on `text`. What the thresholds
say of "the ten reports" was measured on the development reports (313 pages; 3,663 blocks and page labels): how many
of these differ when the threshold alone is moved.
"""
