"""How long geotext (PyPI) takes for documents: a JSON list of texts on stdin, the seconds of each of ROUNDS on stdout."""

import json
import sys
import time

from geotext import GeoText

documents = json.load(sys.stdin)
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    for document in documents:
        GeoText(document).country_mentions
    print(time.perf_counter() - start, flush=True)
