/** One row of a code list, in the shape `GET /api/v1/vocabularies/:name` serves. */
export interface VocabularyEntry {
  code: string;
  /** Code of the entry one level up; absent at the top. */
  parent?: string;
  zh: string;
  en?: string;
  note?: string;
}

/** Reads a table of `code name English` lines; the English may hold spaces, the code and the name never do. */
export function parseLines(lines: string): { code: string; zh: string; en?: string }[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', zh = '', ...english] = line.split(' ');
      return english.length > 0 ? { code, zh, en: english.join(' ') } : { code, zh };
    });
}

export function indexByCode<Entry extends VocabularyEntry>(
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.code, entry]));
}

/** The entry and those above it, top first; empty when the code is not in the index. */
export function pathTo<Entry extends VocabularyEntry>(
  index: ReadonlyMap<string, Entry>,
  code: string,
): Entry[] {
  const path: Entry[] = [];
  for (let entry = index.get(code); entry; entry = entry.parent ? index.get(entry.parent) : undefined) {
    path.unshift(entry);
  }
  return path;
}

/** The lowest entry that two paths share, or undefined when they part at the top. */
export function lowestShared<Entry extends VocabularyEntry>(
  left: readonly Entry[],
  right: readonly Entry[],
): Entry | undefined {
  return left.findLast((entry, depth) => entry.code === right[depth]?.code);
}

/** Puts off building a table until somebody asks for it, then keeps it. */
export function once<Value>(build: () => Value): () => Value {
  let kept: { value: Value } | undefined;
  return () => (kept ??= { value: build() }).value;
}
