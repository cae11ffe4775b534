export interface ModelServer {
  url: string;
  /** Goes out as a bearer token. */
  key?: string;
  /** The longest that one request may take. */
  timeoutMs: number;
}

/** A model server that answered with something else than what was asked for. */
export class ModelServerError extends Error {
  constructor(
    message: string,
    /** The HTTP status, where there was one. */
    readonly status?: number,
  ) {
    super(message);
  }
}

const RETRY_AFTER_MILLISECONDS = 200;

/**
 * Posts JSON and reads JSON. A server that is overloaded, stumbles or has closed the connection is asked once more.
 * @throws ModelServerError without the body of the answer, which may repeat what was sent.
 */
export async function postJson(server: ModelServer, body: unknown, signal?: AbortSignal): Promise<unknown> {
  const within = AbortSignal.timeout(server.timeoutMs);
  const either = signal ? AbortSignal.any([signal, within]) : within;
  let response = await post(server, body, either).catch((error: unknown) => {
    either.throwIfAborted();
    return error as ModelServerError;
  });
  if (response instanceof ModelServerError || response.status === 429 || response.status >= 500) {
    if (response instanceof Response) await response.body?.cancel();
    await pause(either);
    response = await post(server, body, either);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new ModelServerError(`${server.url} answered ${response.status}`, response.status);
  }
  try {
    return await response.json();
  } catch (error) {
    either.throwIfAborted();
    throw new ModelServerError(`${server.url} answered with something that is not JSON: ${nameOf(error)}`);
  }
}

async function post({ url, key }: ModelServer, body: unknown, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      body: JSON.stringify(body),
      // Texts and key go to the server that was named, and to no other that it names.
      redirect: 'error',
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    // What fetch throws says only "fetch failed"; why is in its cause.
    const cause = (error as Error).cause ?? error;
    throw new ModelServerError(`${url} cannot be reached: ${nameOf(cause)}`);
  }
}

const nameOf = (error: unknown): string => {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
};

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, RETRY_AFTER_MILLISECONDS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
