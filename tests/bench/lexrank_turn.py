"""How long sumy's LexRank (PyPI) takes: a JSON list of texts on stdin, on stdout the CPU seconds of each of ROUNDS turns.

Sentences and words are split by regular expressions, which is faster than sumy's own tokenizer and needs no download.
"""

import json
import re
import sys
import time

from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer

SENTENCES = 3


class Tokenizer:
    def to_sentences(self, text):
        return tuple(sentence for sentence in re.split(r"(?<=[.!?])\s+", text.strip()) if sentence)

    def to_words(self, sentence):
        return tuple(re.findall(r"[^\W\d_]+", sentence))


documents = json.load(sys.stdin)
for _ in range(int(sys.argv[1])):
    start = time.process_time()
    for document in documents:
        LexRankSummarizer()(PlaintextParser.from_string(document, Tokenizer()).document, SENTENCES)
    print(time.process_time() - start, flush=True)
