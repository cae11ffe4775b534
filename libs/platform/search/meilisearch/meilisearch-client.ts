import {
  type EnqueuedTask,
  Meilisearch,
  MeilisearchApiError,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
} from 'meilisearch';
import { SearchUnavailableError } from '../search.port.js';
import { createHttpClient, unwrapped } from './http-client.js';
import { keyFor, type KeyPurpose, RIGHTS } from './meilisearch-keys.js';

/** A person waits for a search, and nobody for an index. */
const TIMEOUTS: Readonly<Record<KeyPurpose, number>> = { search: 4000, index: 60_000 };
/** How long a task may take before whoever waits gives up; it is done nevertheless, and repeating it does no harm. */
const TASK_MILLISECONDS = 15 * 60_000;
/** Between two looks, at first and at last. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 500;

/** Answers of a server that cannot serve just now. */
const AWAY_STATUS = new Set([408, 429]);

/** Answers of a server that does not let this key do it. */
const REFUSED_STATUS = new Set([401, 403]);

/** A key that may not do what this process must: only whoever runs the platform can mend it. */
export class SearchKeyRefusedError extends SearchUnavailableError {
  override name = 'SearchKeyRefusedError';

  constructor(purpose: KeyPurpose, indexes: string, cause: Error) {
    super(
      `Meilisearch refuses MEILISEARCH_KEY (${cause.message}): this process needs a key with the actions ` +
        `${RIGHTS[purpose].join(', ')} on the indexes ${indexes}, or one that may make such a key.`,
      { cause },
    );
  }
}

/** What went wrong, as the port says it: an engine that is away is one kind of failure, a wrong request another. */
function translated(error: unknown, purpose: KeyPurpose, indexes: string): unknown {
  if (error instanceof MeilisearchRequestError || error instanceof MeilisearchRequestTimeOutError) {
    return new SearchUnavailableError(error.message, { cause: error });
  }
  if (error instanceof MeilisearchApiError) {
    const { status } = error.response;
    if (REFUSED_STATUS.has(status)) return new SearchKeyRefusedError(purpose, indexes, error);
    const away = status >= 500 || AWAY_STATUS.has(status) || error.cause?.code === 'index_not_found';
    if (away) return new SearchUnavailableError(error.message, { cause: error });
  }
  return error;
}

/** A connection for one purpose, with a key of the least rights. */
export class MeilisearchConnection {
  private client: Promise<Meilisearch> | undefined;

  constructor(
    private readonly host: string,
    private readonly apiKey: string | undefined,
    private readonly purpose: KeyPurpose,
    private readonly indexes: string,
  ) {}

  /** @throws SearchUnavailableError where the server does not answer, or not this key. */
  async run<T>(work: (client: Meilisearch) => Promise<T>): Promise<T> {
    try {
      this.client ??= this.open();
      return await work(await this.client);
    } catch (thrown) {
      const error = unwrapped(thrown);
      // A server that came back empty does not know the key any more.
      if (!(error instanceof MeilisearchApiError) || REFUSED_STATUS.has(error.response.status))
        this.client = undefined;
      throw translated(error, this.purpose, this.indexes);
    }
  }

  /** Hands over work and waits until it is done. */
  async task(work: (client: Meilisearch) => Promise<EnqueuedTask>): Promise<void> {
    const { taskUid } = await this.run(work);
    await this.finished(taskUid);
  }

  /**
   * Waits for a task, asking less and less often. The client's own way of waiting adds a listener to one signal with
   * every look, thousands for a task of minutes.
   */
  async finished(uid: number): Promise<void> {
    const end = Date.now() + TASK_MILLISECONDS;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.3, LONGEST_PAUSE)) {
      const { status, error } = await this.run((client) => client.tasks.getTask(uid));
      if (status === 'succeeded') return;
      if (status !== 'enqueued' && status !== 'processing') {
        throw new Error(`Meilisearch could not do a task: ${error?.message ?? status}`);
      }
      if (Date.now() > end)
        throw new SearchUnavailableError(`Meilisearch did not finish task ${uid} in time.`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private async open(): Promise<Meilisearch> {
    const options = { host: this.host, timeout: TIMEOUTS[this.purpose], httpClient: createHttpClient() };
    const admin = new Meilisearch({ ...options, apiKey: this.apiKey });
    if (!this.apiKey) return admin;
    const own = await keyFor(admin, this.purpose, RIGHTS[this.purpose], this.indexes);
    return own === null ? admin : new Meilisearch({ ...options, apiKey: own });
  }
}
