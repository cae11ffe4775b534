"""Ranks with tantivy what the bench ranks: bare BM25, the best 50 of every need.

usage: tantivy_top50.py ACHIEVEMENTS NEEDS PROCESSES
Both files hold one text a line, tokens with blanks between them. Only the searching is timed: the queries are built
before, nothing but scores and addresses is fetched, and with several processes each searches its part at the same time.
Prints {"version", "build", "seconds"}.
"""

import json
import multiprocessing
import sys
import tempfile
import time

import tantivy

TOP = 50
HEAP = 1_000_000_000


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def build(folder, achievements):
    index = tantivy.Index(schema(), path=folder)
    writer = index.writer(HEAP, 1)
    with open(achievements, encoding="utf-8") as lines:
        for line in lines:
            writer.add_document(tantivy.Document(body=line.rstrip("\n")))
    writer.commit()
    writer.wait_merging_threads()


def search(folder, needs, start, result):
    fields = schema()
    index = tantivy.Index(fields, path=folder)
    queries = []
    for line in needs:
        terms = [tantivy.Query.term_query(fields, "body", token, "freq") for token in dict.fromkeys(line.split())]
        if terms:
            queries.append(tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]))
    searcher = index.searcher()
    for query in queries[:20]:
        searcher.search(query, TOP, count=False)
    start.wait()
    began = time.perf_counter()
    for query in queries:
        searcher.search(query, TOP, count=False)
    result.put(time.perf_counter() - began)


def main():
    achievements, needs_file, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(needs_file, encoding="utf-8") as lines:
        needs = lines.read().splitlines()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        build(folder, achievements)
        built = time.perf_counter() - began
        context = multiprocessing.get_context("spawn")
        start, result = context.Barrier(processes), context.Queue()
        parts = [needs[part::processes] for part in range(processes)]
        workers = [context.Process(target=search, args=(folder, part, start, result)) for part in parts]
        for worker in workers:
            worker.start()
        seconds = max(result.get() for _ in workers)
        for worker in workers:
            worker.join()
    version = tantivy.__version__.removeprefix("tantivy v").split(",")[0]
    print(json.dumps({"version": version, "build": built, "seconds": seconds}))


if __name__ == "__main__":
    main()
