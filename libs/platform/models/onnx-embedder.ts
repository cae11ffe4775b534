import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  importOptional,
  LocalModelError,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
  type TokenizerModule,
} from './onnx-runtime.js';

interface LocalModel {
  session: OnnxSession;
  Tensor: OnnxRuntime['Tensor'];
  encode(text: string): { ids: number[] };
  /** Whether the first token's vector speaks for the text; else the mean of all does. */
  byFirstToken: boolean;
}

const BATCH = 16;
const MOST_TOKENS = 512;

/**
 * Embeds with a model of a local folder, as sentence-transformers lays it out: `model.onnx` (or `onnx/model.onnx`),
 * `tokenizer.json`, and where they are there `tokenizer_config.json` and `1_Pooling/config.json`.
 */
export class OnnxEmbedder {
  readonly model: string;
  private readonly folder: string;
  private loading: Promise<LocalModel> | undefined;

  constructor({ folder, model }: { folder: string; model: string }) {
    this.folder = folder;
    this.model = model;
  }

  /** One vector for each text, in their order. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const model = await (this.loading ??= this.load());
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      signal?.throwIfAborted();
      vectors.push(...(await embedBatch(model, texts.slice(start, start + BATCH))));
    }
    return vectors;
  }

  private async load(): Promise<LocalModel> {
    const path = ['model.onnx', 'onnx/model.onnx']
      .map((name) => join(this.folder, name))
      .find((name) => existsSync(name));
    if (!path) throw new LocalModelError(`There is no model.onnx in ${this.folder}.`);
    const tokenizer = await this.readJson('tokenizer.json');
    if (!tokenizer) throw new LocalModelError(`There is no tokenizer.json in ${this.folder}.`);
    const [runtime, { Tokenizer }] = await Promise.all([
      importOptional<OnnxRuntime>('onnxruntime-node'),
      importOptional<TokenizerModule>('@huggingface/tokenizers'),
    ]);
    const reader = new Tokenizer(tokenizer, (await this.readJson('tokenizer_config.json')) ?? {});
    const pooling = await this.readJson('1_Pooling/config.json');
    return {
      session: await runtime.InferenceSession.create(path),
      Tensor: runtime.Tensor,
      encode: (text) => reader.encode(text),
      byFirstToken: pooling?.pooling_mode_cls_token === true,
    };
  }

  private async readJson(name: string): Promise<Record<string, unknown> | undefined> {
    const path = join(this.folder, name);
    if (!existsSync(path)) return undefined;
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  }
}

async function embedBatch(model: LocalModel, texts: readonly string[]): Promise<Float32Array[]> {
  const rows = texts.map((text) => cut(model.encode(text).ids));
  const width = Math.max(1, ...rows.map(({ length }) => length));
  const dims = [rows.length, width];
  const tensor = (valueOf: (ids: readonly number[], place: number) => number) => {
    const data = new BigInt64Array(rows.length * width);
    rows.forEach((ids, row) => {
      for (let i = 0; i < ids.length; i += 1) data[row * width + i] = BigInt(valueOf(ids, i));
    });
    return new model.Tensor('int64', data, dims);
  };
  const inputs: Record<string, unknown> = {
    input_ids: tensor((ids, i) => ids[i]!),
    attention_mask: tensor(() => 1),
    token_type_ids: tensor(() => 0),
  };
  const { inputNames, outputNames } = model.session;
  const outputs = await model.session.run(Object.fromEntries(inputNames.map((name) => [name, inputs[name]])));
  const output = outputs.sentence_embedding ?? outputs.last_hidden_state ?? outputs[outputNames[0]!]!;
  return rows.map((ids, row) => pooled(output, row, model.byFirstToken ? 1 : ids.length));
}

/** The last token closes the text for most models, and stays when the text is cut. */
function cut(ids: readonly number[]): readonly number[] {
  return ids.length <= MOST_TOKENS ? ids : [...ids.slice(0, MOST_TOKENS - 1), ids.at(-1)!];
}

/** The mean of a text's first `count` tokens, or the text's own vector where the model has made one. */
function pooled({ data, dims }: OnnxTensor, row: number, count: number): Float32Array {
  const size = dims.at(-1)!;
  const tokens = dims.length === 3 ? dims[1]! : 1;
  const counted = dims.length === 3 ? count : 1;
  const vector = new Float32Array(size);
  for (let token = 0; token < counted; token += 1) {
    const start = (row * tokens + token) * size;
    for (let i = 0; i < size; i += 1) vector[i]! += data[start + i]! / counted;
  }
  return vector;
}
