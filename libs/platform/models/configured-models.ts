import { type Config } from '../config/config.js';
import { type AnswerCache, TolerantCache } from './answer-cache.js';
import { CachedEmbedder } from './cached-embedder.js';
import { CachedReranker } from './cached-reranker.js';
import { HttpEmbedder } from './http-embedder.js';
import { HttpReranker } from './http-reranker.js';
import { OnnxEmbedder } from './onnx-embedder.js';

export interface ConfiguredModels {
  embedder?: CachedEmbedder;
  reranker?: CachedReranker;
  timeoutMs: number;
  onTrouble: (message: string) => void;
}

// A batch of texts for the library may take longer than one that somebody waits for; who waits says so by a signal.
const LONGEST_REQUEST = 15;

/** Whether any model is configured at all. */
export const hasModels = ({ embeddingsUrl, embeddingsFolder, rerankUrl }: Config): boolean =>
  [embeddingsUrl, embeddingsFolder, rerankUrl].some((given) => given !== undefined);

/** The models that the configuration names, each asked once for the same thing. */
export function configuredModels(
  config: Config,
  answers: AnswerCache,
  onTrouble: (message: string) => void,
): ConfiguredModels {
  const cache = new TolerantCache(answers, onTrouble);
  const timeoutMs = LONGEST_REQUEST * config.modelTimeoutMs;
  const embedder = configuredEmbedder(config, timeoutMs);
  const reranker = config.rerankUrl
    ? new HttpReranker({
        url: config.rerankUrl,
        key: config.rerankKey,
        model: config.rerankModel,
        timeoutMs,
      })
    : undefined;
  return {
    embedder: embedder && new CachedEmbedder(embedder, cache),
    reranker: reranker && new CachedReranker(reranker, cache),
    timeoutMs: config.modelTimeoutMs,
    onTrouble,
  };
}

function configuredEmbedder(config: Config, timeoutMs: number): HttpEmbedder | OnnxEmbedder | undefined {
  const { embeddingsUrl: url, embeddingsFolder: folder, embeddingsModel: model = '' } = config;
  if (url) return new HttpEmbedder({ url, key: config.embeddingsKey, model, timeoutMs });
  return folder ? new OnnxEmbedder({ folder, model }) : undefined;
}
