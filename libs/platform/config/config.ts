import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { z } from 'zod';

/** An empty variable in a compose file means that nothing was given. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema);

const urlOf = (protocols: readonly string[]) =>
  given(
    z
      .string()
      .trim()
      .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
        error: `must be a URL beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      })
      .optional(),
  );

const wholeNumber = (least: number, most: number, fallback: number) =>
  given(
    z.coerce
      .number({ error: 'must be a number' })
      .int({ error: 'must be a whole number' })
      .min(least, { error: `must be at least ${least}` })
      .max(most, { error: `must be at most ${most}` })
      .default(fallback),
  );

/** Every variable that the platform reads. What is not named here has no effect. */
const environmentSchema = z.object({
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: given(z.string().default('0.0.0.0')),
  PUBLIC_URL: urlOf(['http:', 'https:']),
  TRUST_PROXY: given(z.string().trim().default('loopback')),
  RATE_LIMITS: given(z.enum(['on', 'off'], { error: 'must be on or off' }).default('on')),
  DATA_DIR: given(z.string().default('.data')),
  DATABASE_URL: urlOf(['postgres:', 'postgresql:']),
  DATABASE_OWNER_URL: urlOf(['postgres:', 'postgresql:']),
  DATABASE_POOL: wholeNumber(2, 200, 10),
  REDIS_URL: urlOf(['redis:', 'rediss:']),
  MEILISEARCH_URL: urlOf(['http:', 'https:']),
  MEILISEARCH_KEY: given(z.string().optional()),
  MEILISEARCH_KEY_FILE: given(z.string().trim().optional()),
  MEILISEARCH_PREFIX: given(
    z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, { error: 'must have small letters, digits and hyphens only' })
      .default('duijie'),
  ),
  S3_ENDPOINT: urlOf(['http:', 'https:']),
  S3_BUCKET: given(z.string().trim().optional()),
  S3_REGION: given(z.string().trim().default('us-east-1')),
  S3_ACCESS_KEY_ID: given(z.string().trim().optional()),
  S3_SECRET_ACCESS_KEY: given(z.string().trim().optional()),
  SMTP_URL: urlOf(['smtp:', 'smtps:']),
  MAIL_FROM: given(z.string().default('Duijie <no-reply@duijie.invalid>')),
  TOKEN_SECRET: given(z.string().min(32, { error: 'must have at least 32 characters' }).optional()),
  ACCESS_TOKEN_MINUTES: wholeNumber(1, 60, 15),
  REFRESH_TOKEN_DAYS: wholeNumber(1, 90, 14),
  OIDC_ISSUER: urlOf(['http:', 'https:']),
  OIDC_CLIENT_ID: given(z.string().trim().optional()),
  OIDC_CLIENT_SECRET: given(z.string().trim().optional()),
  OIDC_NAME: given(z.string().trim().max(40).default('OpenID Connect')),
  DEMO_DATA: given(z.enum(['true', 'false'], { error: 'must be true or false' }).optional()),
  DEMO_PASSWORD: given(
    z.string().min(8, { error: 'must have at least 8 characters' }).default('duijie-demo'),
  ),
  MATCH_CONCURRENCY: wholeNumber(1, 64, 4),
  MATCH_CANDIDATES: given(
    z.enum(['library', 'search'], { error: 'must be library or search' }).default('library'),
  ),
  EMBEDDINGS_URL: urlOf(['http:', 'https:']),
  EMBEDDINGS_FOLDER: given(z.string().trim().optional()),
  EMBEDDINGS_MODEL: given(z.string().trim().optional()),
  EMBEDDINGS_KEY: given(z.string().trim().optional()),
  RERANK_URL: urlOf(['http:', 'https:']),
  RERANK_MODEL: given(z.string().trim().optional()),
  RERANK_KEY: given(z.string().trim().optional()),
  MODEL_TIMEOUT_MS: wholeNumber(50, 60_000, 2000),
  LOG_LEVEL: given(
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .optional(),
  ),
});

/** An OpenID Connect provider at which people have accounts already. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  /** Without one, the platform is a public client and shows that it is itself by PKCE alone. */
  clientSecret?: string;
  /** What the button says. */
  name: string;
}

export interface Config {
  port: number;
  host: string;
  /** Where people reach the interface, without a slash at the end: links in mails begin with it. */
  publicUrl: string;
  /** Which proxies say truly for whom they ask: `loopback`, addresses and subnets, or how many there are. */
  trustProxy: string | number;
  rateLimits: 'on' | 'off';
  /** Absolute path of the folder for embedded servers and files. */
  dataDir: string;
  /** With the user under which the processes work. */
  databaseUrl?: string;
  /** The same database with the user who owns the schema and migrates it; none: the one user does both. */
  databaseOwnerUrl?: string;
  databasePool: number;
  redisUrl?: string;
  meilisearchUrl?: string;
  /** The master key or one that may make keys: from it come keys of few rights. Another is used as it is. */
  meilisearchKey?: string;
  /** Begins the names of this installation's indexes, where several share a server. */
  meilisearchPrefix: string;
  /** Where files are kept instead of the data folder. */
  s3?: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };
  smtpUrl?: string;
  mailFrom: string;
  /** Signs access tokens; without it a key that is kept in the database does. */
  tokenSecret?: string;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  /** Signing in at somebody else's: undefined where it is not configured. */
  oidc?: OidcConfig;
  /** Undefined means: with embedded parts only. */
  demoData?: boolean;
  demoPassword: string;
  /** How many matching jobs one worker process runs at a time. */
  matchConcurrency: number;
  /**
   * Where candidates for a need come from: from a library in memory, exactly, or, where the achievements of a platform
   * do not fit in a process, from the search engine.
   */
  matchCandidates: 'library' | 'search';
  /** Where an embedder is: everything before `/embeddings`. */
  embeddingsUrl?: string;
  /** Absolute path of a folder with an ONNX model, instead of an address. */
  embeddingsFolder?: string;
  embeddingsModel?: string;
  embeddingsKey?: string;
  /** The whole address of a reranker, `/rerank` included. */
  rerankUrl?: string;
  rerankModel?: string;
  rerankKey?: string;
  /** How long a match waits for a model. */
  modelTimeoutMs: number;
  /** Undefined means: what the shell thinks right. */
  logLevel?: string;
}

/** Names every variable that is wrong, not only the first. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the environment once, at boot.
 * @throws ConfigurationError with a line for each variable that is wrong.
 */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const result = environmentSchema.safeParse(environment);
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...embedderProblems(environment),
    ...keyFileProblems(environment),
    ...s3Problems(environment),
    ...oidcProblems(environment),
  ];
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems);
  const values = result.data;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    trustProxy: /^\d+$/.test(values.TRUST_PROXY) ? Number(values.TRUST_PROXY) : values.TRUST_PROXY,
    rateLimits: values.RATE_LIMITS,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    databasePool: values.DATABASE_POOL,
    redisUrl: values.REDIS_URL,
    meilisearchUrl: values.MEILISEARCH_URL,
    meilisearchKey: values.MEILISEARCH_KEY ?? readKey(values.MEILISEARCH_KEY_FILE),
    meilisearchPrefix: values.MEILISEARCH_PREFIX,
    s3: values.S3_ENDPOINT
      ? {
          endpoint: values.S3_ENDPOINT,
          bucket: values.S3_BUCKET ?? '',
          region: values.S3_REGION,
          accessKeyId: values.S3_ACCESS_KEY_ID ?? '',
          secretAccessKey: values.S3_SECRET_ACCESS_KEY ?? '',
        }
      : undefined,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    tokenSecret: values.TOKEN_SECRET,
    accessTokenMinutes: values.ACCESS_TOKEN_MINUTES,
    refreshTokenDays: values.REFRESH_TOKEN_DAYS,
    oidc:
      values.OIDC_ISSUER && values.OIDC_CLIENT_ID
        ? {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID,
            clientSecret: values.OIDC_CLIENT_SECRET,
            name: values.OIDC_NAME,
          }
        : undefined,
    demoData: values.DEMO_DATA === undefined ? undefined : values.DEMO_DATA === 'true',
    demoPassword: values.DEMO_PASSWORD,
    matchConcurrency: values.MATCH_CONCURRENCY,
    matchCandidates: values.MATCH_CANDIDATES,
    embeddingsUrl: values.EMBEDDINGS_URL,
    embeddingsFolder: values.EMBEDDINGS_FOLDER && resolve(values.EMBEDDINGS_FOLDER),
    embeddingsModel:
      values.EMBEDDINGS_MODEL ?? (values.EMBEDDINGS_FOLDER && basename(resolve(values.EMBEDDINGS_FOLDER))),
    embeddingsKey: values.EMBEDDINGS_KEY,
    rerankUrl: values.RERANK_URL,
    rerankModel: values.RERANK_MODEL,
    rerankKey: values.RERANK_KEY,
    modelTimeoutMs: values.MODEL_TIMEOUT_MS,
    logLevel: values.LOG_LEVEL,
  });
}

type Environment = Record<string, string | undefined>;

const isGiven = (environment: Environment, name: string) => Boolean(environment[name]?.trim());

const readKey = (file: string | undefined) => file && readFileSync(file, 'utf8').trim();

/** A key may lie in a file that only its process sees. */
function keyFileProblems({
  MEILISEARCH_KEY: key,
  MEILISEARCH_KEY_FILE: file,
}: Record<string, string | undefined>): string[] {
  if (!file?.trim()) return [];
  if (key?.trim()) return ['MEILISEARCH_KEY_FILE must not be given beside MEILISEARCH_KEY'];
  try {
    return readKey(file.trim()) ? [] : ['MEILISEARCH_KEY_FILE names an empty file'];
  } catch (error) {
    return [`MEILISEARCH_KEY_FILE cannot be read: ${(error as Error).message}`];
  }
}

/** What a store needs beside its address. */
function s3Problems(environment: Environment): string[] {
  if (!isGiven(environment, 'S3_ENDPOINT')) return [];
  return ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']
    .filter((name) => !isGiven(environment, name))
    .map((name) => `${name} must be given with S3_ENDPOINT`);
}

/** What is wrong between two variables, each of which is right by itself. */
function embedderProblems(environment: Environment): string[] {
  if (!isGiven(environment, 'EMBEDDINGS_URL')) return [];
  if (isGiven(environment, 'EMBEDDINGS_FOLDER'))
    return ['EMBEDDINGS_FOLDER must not be given beside EMBEDDINGS_URL: there is one embedder'];
  return isGiven(environment, 'EMBEDDINGS_MODEL')
    ? []
    : ['EMBEDDINGS_MODEL must be given with EMBEDDINGS_URL: it tells one vector from another'];
}

/** The address under which the schema is changed. */
export const migrationUrl = (config: Config): string => config.databaseOwnerUrl ?? requireDatabaseUrl(config);
function oidcProblems(environment: Record<string, string | undefined>): string[] {
  const isGiven = (name: string) => Boolean(environment[name]?.trim());
  if (isGiven('OIDC_ISSUER') === isGiven('OIDC_CLIENT_ID')) return [];
  const [missing, beside] = isGiven('OIDC_ISSUER')
    ? ['OIDC_CLIENT_ID', 'OIDC_ISSUER']
    : ['OIDC_ISSUER', 'OIDC_CLIENT_ID'];
  return [`${missing} must be given with ${beside}`];
}

/** A process of a split installation has no embedded database: it must be told where the shared one is. */
export function requireDatabaseUrl(config: Config): string {
  if (config.databaseUrl) return config.databaseUrl;
  throw new ConfigurationError([
    'DATABASE_URL must be given to a process that runs alone (npm start needs none)',
  ]);
}
