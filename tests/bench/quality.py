"""How well `dateline tag` knows which countries a text names and is about, on labelled documents.

    python3 tests/bench/quality.py names|about [--program target/release/dateline] SET.jsonl...

A line of a set is a document: `input` (title, line end, text) or `text`, `countries` (the ISO codes of the countries it
names) and, where it says so, `primary` (those it is about); `ignore` and `primary_optional` hold codes that count neither as
right nor as wrong. Printed for each set: precision, recall and F1 over all pairs of a document and a country.
"""

import argparse
import json
import subprocess
from pathlib import Path


def measure(documents, answers, wanted, forgiven, given):
    right = wrong = missed = 0
    for document, answer in zip(documents, answers):
        gold = set(document[wanted])
        found = set(answer[given]) - (set(document.get(forgiven) or []) - gold)
        right += len(gold & found)
        wrong += len(found - gold)
        missed += len(gold - found)
    precision = right / (right + wrong) if right + wrong else 0
    recall = right / (right + missed) if right + missed else 0
    f1 = 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}", f1


TASKS = {"names": ("countries", "ignore", "countries"), "about": ("primary", "primary_optional", "focus")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--program", default="target/release/dateline")
    parser.add_argument("sets", nargs="+", type=Path)
    arguments = parser.parse_args()
    scores = []
    for path in arguments.sets:
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        texts = [document.get("input", document.get("text")) for document in documents]
        lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)]
        run = subprocess.run(
            [arguments.program, "tag"], input="\n".join(lines), capture_output=True, text=True, check=True
        )
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        shown, f1 = measure(documents, answers, *TASKS[arguments.task])
        scores.append(f1)
        print(f"{path.stem:20} {len(documents):5} documents  {shown}")
    print(f"{'mean':55} F1 {sum(scores) / len(scores):.3f}")


main()
