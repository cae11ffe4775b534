/** The part of onnxruntime-node that is used here: it is installed only by those who want a model in the process. */
export interface OnnxRuntime {
  InferenceSession: { create(path: string): Promise<OnnxSession> };
  Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
}

export interface OnnxSession {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(inputs: Record<string, unknown>): Promise<Record<string, OnnxTensor>>;
}

export interface OnnxTensor {
  data: Float32Array;
  dims: readonly number[];
}

/** The part of @huggingface/tokenizers that is used here. */
export interface TokenizerModule {
  Tokenizer: new (tokenizer: object, config: object) => { encode(text: string): { ids: number[] } };
}

/** A folder or a package that a local model needs and that is not there. */
export class LocalModelError extends Error {}

/** Imports a package that may not be installed. */
export async function importOptional<T>(name: string): Promise<T> {
  try {
    const module = (await import(name)) as T & { default?: T };
    return module.default ?? module;
  } catch (error) {
    throw new LocalModelError(
      'A local model needs two packages that are not installed by default: run ' +
        '"npm install --no-save --ignore-scripts onnxruntime-node @huggingface/tokenizers" and start again.',
      { cause: error },
    );
  }
}
