import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tinyOnnxModel, tinyTokenizer } from '#test/support/tiny-onnx.js';
import { OnnxEmbedder } from './onnx-embedder.js';
import { importOptional } from './onnx-runtime.js';

const PACKAGES = ['onnxruntime-node', '@huggingface/tokenizers'];
const installed = await Promise.all(PACKAGES.map((name) => importOptional(name))).then(
  () => true,
  () => false,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onnx-'));
  await writeFile(
    join(folder, 'model.onnx'),
    tinyOnnxModel([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]),
  );
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer(['其他', '荔枝', '保鲜'])));
  await writeFile(join(folder, 'tokenizer_config.json'), '{"unk_token":"其他"}');
});
afterAll(() => rm(folder, { recursive: true }));

describe('OnnxEmbedder', () => {
  it('says what is missing', async () => {
    const nowhere = new OnnxEmbedder({ folder: join(folder, 'nowhere'), model: 'tiny' });
    await expect(nowhere.embed(['荔枝'])).rejects.toThrow(/no model\.onnx in .*nowhere/);
    await expect(importOptional('a-package-that-nobody-has')).rejects.toThrow(/npm install --no-save/);
  });
});

/** In a process of its own: the runtime does not take the typed arrays of a test's own global scope for arrays. */
async function embedApart(texts: readonly string[]): Promise<number[][]> {
  const script = `
    const { OnnxEmbedder } = await import(process.argv[1]);
    const embedder = new OnnxEmbedder({ folder: process.argv[2], model: 'tiny' });
    const vectors = await embedder.embed(JSON.parse(process.argv[3]));
    console.log(JSON.stringify(vectors.map((vector) => [...vector])));`;
  const embedder = pathToFileURL(resolve('dist/libs/platform/models/onnx-embedder.js')).href;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
    embedder,
    folder,
    JSON.stringify(texts),
  ]);
  return JSON.parse(stdout) as number[][];
}

(installed ? describe : describe.skip)(`OnnxEmbedder with ${PACKAGES.join(' and ')} installed`, () => {
  it('takes the mean of the tokens that a text has, whatever is embedded beside it', async () => {
    const others = Array.from({ length: 40 }, () => '水稻');
    const [short, long, ...rest] = await embedApart(['荔枝', '荔枝 保鲜 荔枝 保鲜', ...others]);
    expect(short).toEqual([1, 0, 0]);
    expect(long).toEqual([0.5, 0.5, 0]);
    expect(rest).toEqual(others.map(() => [0, 0, 1]));
  });

  it('cuts a text that is longer than a model reads', async () => {
    const [vector] = await embedApart(['荔枝 '.repeat(5000)]);
    expect(vector![0]).toBeCloseTo(1, 4);
  });

  it('takes the first token where the model was made so', async () => {
    await mkdir(join(folder, '1_Pooling'));
    await writeFile(join(folder, '1_Pooling', 'config.json'), '{"pooling_mode_cls_token":true}');
    expect(await embedApart(['保鲜 荔枝 荔枝'])).toEqual([[0, 1, 0]]);
  });
});
