"""Fits the summary's weights (src/digest/ranker.rs, src/digest/summary.rs) on articles with people's own summaries.

    cargo test --test it write_evidence -- --ignored --nocapture       (SUMMARY_INPUT names the input lines; keep the JSON lines)
    python3 tests/bench/fit_summary.py EVIDENCE.jsonl=SET.jsonl...      (pip install numpy rouge-score)

A line of a SET has `id` and `references`; its input line for `dateline summarise` has `words`, the budget. The search goes
through the weights one after the other, over few values each. The aim is the mean over the sets of ROUGE-2 F1, averaged
over budgets from 0.8 to 1.2 times the set's own, because a single budget is mostly chance. Printed are the weights chosen
on all documents, what each neighbouring value would give, and the estimate for unseen documents: the documents of each of
five folds summed up with the weights chosen on the other four, at the set's own budget.
"""

import collections
import json
import sys

import numpy as np
from rouge_score.tokenizers import DefaultTokenizer

TOKENS = DefaultTokenizer(use_stemmer=True)
FOLDS = 5
BUDGETS = (0.8, 0.9, 1.0, 1.1, 1.2)
# The values in the program come first.
VALUES = {
    "fall": (0.3, 0.2, 0.4, 0.6),
    "central": (1.75, 1.25, 1.5, 2.0),
    "headline": (1.0, 0.5, 2.0),
    "support": (3.0, 0.0, 1.5, 5.0),
    "personal": (0.5, 0.3, 0.8),
    "short_name": (0.6, 0.4, 0.8),
    "redundancy": (0.7, 0.4, 0.9),
    "same": (0.6, 0.5, 0.7),
    "enough": (0.65, 0.5, 0.8),
    "worthwhile": (0.17, 0.0, 0.1, 0.25),
}


def pairs(tokens):
    return collections.Counter(zip(tokens, tokens[1:]))


class Document:
    def __init__(self, line, references):
        sentences = line["sentences"]
        self.budget = line["words"]
        self.references = [pairs(TOKENS.tokenize(text)) for text in references]
        self.tokens = [TOKENS.tokenize(sentence["text"]) for sentence in sentences]
        column = lambda name: np.array([sentence[name] for sentence in sentences], dtype=float)
        self.doc, self.words, self.place = column("doc"), column("words"), column("place")
        self.personal, self.short_name = column("personal"), column("short_name")
        self.headline, self.central, self.support = column("headline"), column("central"), column("support")
        self.alone = np.array([sentence["leans"] is None for sentence in sentences])
        self.behind = np.array([sentence["leans"] is True for sentence in sentences])
        size = 1 + max((max(sentence["terms"], default=0) for sentence in sentences), default=0)
        self.terms = np.zeros((len(sentences), size), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            self.terms[row, sentence["terms"]] = 1
        self.length = self.terms.sum(1) if len(sentences) else np.zeros(0)

    def chosen(self, weights, budget):
        """What `summarise` chooses, in reading order."""
        score = (
            1 / (1 + weights["fall"] * self.place)
            * np.where(self.personal > 0, weights["personal"], 1)
            * np.where(self.short_name > 0, weights["short_name"], 1)
            * (1 + weights["headline"] * self.headline)
            * self.central ** weights["central"]
            * (1 + weights["support"] * self.support)
        )
        told, left, chosen, least = np.zeros(len(score)), budget, [], 0
        while True:
            may = (self.words <= left) & (told < weights["same"]) & self.alone
            for at in chosen:
                if at + 1 < len(score) and self.behind[at + 1] and self.doc[at] == self.doc[at + 1]:
                    may[at + 1] = self.words[at + 1] <= left and told[at + 1] < weights["same"]
            may[chosen] = False
            if not may.any():
                break
            left_of = np.where(may, score * (1 - weights["redundancy"] * told), -1)
            best = int(np.argmax(left_of))
            if budget - left >= weights["enough"] * budget and left_of[best] < least:
                break
            least = least if chosen else weights["worthwhile"] * left_of[best]
            chosen.append(best)
            left -= self.words[best]
            shorter = np.maximum(1, np.minimum(self.length, self.length[best]))
            told = np.maximum(told, self.terms @ self.terms[best] / shorter)
        order = list(dict.fromkeys(self.doc[at] for at in chosen))
        return sorted(chosen, key=lambda at: (order.index(self.doc[at]), at))

    def rouge(self, weights, budget):
        mine = pairs([token for at in self.chosen(weights, budget) for token in self.tokens[at]])
        best = 0
        for reference in self.references:
            shared = sum((mine & reference).values())
            best = max(best, 2 * shared / max(1, sum(mine.values()) + sum(reference.values())))
        return 100 * best


def aim(sets, weights, cache):
    """Smoothed ROUGE-2 of every document of every set."""
    key = tuple(weights.values())
    if key not in cache:
        cache[key] = [
            np.array([np.mean([one.rouge(weights, int(share * one.budget)) for share in BUDGETS]) for one in documents])
            for documents in sets
        ]
    return cache[key]


def search(sets, cache, is_kept):
    kept = [np.array([is_kept(at) for at in range(len(documents))]) for documents in sets]
    mean = lambda weights: np.mean([scores[keep].mean() for scores, keep in zip(aim(sets, weights, cache), kept)])
    weights = {name: values[0] for name, values in VALUES.items()}
    best = mean(weights)
    for _ in range(2):
        for name, values in VALUES.items():
            for value in values:
                trial = {**weights, name: value}
                if mean(trial) > best + 1e-9:
                    best, weights = mean(trial), trial
    return weights, best, mean


def main():
    names, sets = [], []
    for argument in sys.argv[1:]:
        evidence, labelled = argument.split("=", 1)
        references = {one["id"]: one["references"] for one in map(json.loads, open(labelled, encoding="utf-8"))}
        lines = [json.loads(line) for line in open(evidence, encoding="utf-8") if line.startswith("{")]
        sets.append([Document(line, references[line["id"]]) for line in lines])
        names.append(evidence.rsplit("/", 1)[-1].removesuffix(".jsonl"))
    if not sets:
        sys.exit(__doc__)
    cache = {}
    program = {name: values[0] for name, values in VALUES.items()}
    weights, best, mean = search(sets, cache, lambda at: True)
    print(f"chosen on all documents: {best:.2f}, the program's {mean(program):.2f}\n  {weights}")
    for name, values in VALUES.items():
        print(f"  {name:12}" + "".join(f"  {value}: {mean({**program, name: value}):.2f}" for value in sorted(values)))
    unseen = [np.zeros(len(documents)) for documents in sets]
    for fold in range(FOLDS):
        weights, _, _ = search(sets, cache, lambda at: at % FOLDS != fold)
        for documents, scores in zip(sets, unseen):
            for at in range(fold, len(documents), FOLDS):
                scores[at] = documents[at].rouge(weights, documents[at].budget)
    for name, documents, scores in zip(names, sets, unseen):
        own = np.mean([one.rouge(program, one.budget) for one in documents])
        print(f"{name:12} {len(documents):4} documents: the program's weights {own:.2f}, unseen {scores.mean():.2f}")


main()
