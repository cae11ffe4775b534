import { join } from 'node:path';

import { MatchingEngine } from '#matching/engine.js';
import { AssistedMatching } from '#matching/models/assisted-matching.js';
import { loadConfig } from '#platform/config/config.js';
import { configuredModels, hasModels } from '#platform/models/configured-models.js';
import { FileAnswerCache } from '#platform/models/file-answer-cache.js';

import { type CliIo } from './io.js';
import { type FileMatcher } from './match-files.js';

const VARIABLE = /^(?:EMBEDDINGS|RERANK|MODEL)_/;

/**
 * The engine, with the models that the environment names. Other variables are nothing to a command that needs no
 * server, so they are neither read nor checked, but for the data folder, where the models' answers are kept.
 * @throws ConfigurationError
 */
export function createMatcher(
  environment: Record<string, string | undefined>,
  stderr: CliIo['stderr'],
): FileMatcher {
  const read = Object.entries(environment).filter(([name]) => VARIABLE.test(name) || name === 'DATA_DIR');
  const config = loadConfig(Object.fromEntries(read));
  const engine = new MatchingEngine();
  if (!hasModels(config)) return engine;
  const answers = new FileAnswerCache(join(config.dataDir, 'models', 'answers.bin'));
  return new AssistedMatching(
    engine,
    configuredModels(config, answers, (message) => stderr.write(`${message}\n`)),
  );
}
