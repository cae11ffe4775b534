/** Protocol buffers by hand: a field is its number and kind, then a number or bytes with their length before them. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);

function bytes(field: number, ...contents: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(contents.map((part) => Buffer.from(part)));
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

const FLOAT = 1;
const INT64 = 7;
const value = (field: number, name: string, kind: number, dims: readonly (string | number)[]) => {
  const shape = dims.map((dim) => bytes(1, typeof dim === 'number' ? number(1, dim) : bytes(2, dim)));
  return bytes(field, bytes(1, name), bytes(2, bytes(1, number(1, kind), bytes(2, ...shape))));
};

/**
 * A model of the form that sentence-transformers exports, small enough to be written here: the vector of a token is its
 * row of the table, whatever stands beside it.
 */
export function tinyOnnxModel(table: readonly (readonly number[])[]): Buffer {
  const width = table[0]!.length;
  const rows = Buffer.from(Float32Array.from(table.flat()).buffer);
  const graph = [
    bytes(1, bytes(1, 'table'), bytes(1, 'input_ids'), bytes(2, 'last_hidden_state'), bytes(4, 'Gather')),
    bytes(2, 'tiny'),
    bytes(5, number(1, table.length), number(1, width), number(2, FLOAT), bytes(8, 'table'), bytes(9, rows)),
    value(11, 'input_ids', INT64, ['texts', 'tokens']),
    value(11, 'attention_mask', INT64, ['texts', 'tokens']),
    value(12, 'last_hidden_state', FLOAT, ['texts', 'tokens', width]),
  ];
  return Buffer.concat([number(1, 8), bytes(7, ...graph), bytes(8, bytes(1, ''), number(2, 13))]);
}

/** A tokenizer that knows these words and takes every other for the first of them. */
export function tinyTokenizer(words: readonly string[]): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: words[0],
    },
  };
}
