import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { type Config, MeilisearchApiError, type MeilisearchErrorResponse } from 'meilisearch';

type HttpClient = NonNullable<Config['httpClient']>;

/**
 * Sends the client's requests over node:http instead of fetch. Fetch sends head and body of a request apart and leaves
 * Nagle's algorithm on, so that every search waits 40 ms for an acknowledgement that the far side puts off.
 * @throws MeilisearchApiError, which the client wraps in a request error of its own.
 */
export function createHttpClient(): HttpClient {
  const plain = new PlainAgent({ keepAlive: true });
  const secure = new SecureAgent({ keepAlive: true });
  return async (target, init = {}) => {
    const url = new URL(target instanceof Request ? target.url : target);
    const isSecure = url.protocol === 'https:';
    const body = typeof init.body === 'string' ? init.body : undefined;
    const options = {
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      agent: isSecure ? secure : plain,
      signal: init.signal ?? undefined,
    };
    const { status, content } = await new Promise<{ status: number; content: string }>((resolve, reject) => {
      const request = (isSecure ? secureRequest : plainRequest)(url, options, (response) => {
        text(response).then((whole) => resolve({ status: response.statusCode ?? 0, content: whole }), reject);
      });
      request.once('error', reject);
      request.end(body);
    });
    const answer: unknown = content === '' ? undefined : JSON.parse(content);
    if (status >= 200 && status < 300) return answer;
    throw new MeilisearchApiError(
      new Response(null, { status }),
      answer as MeilisearchErrorResponse | undefined,
    );
  };
}

/** What the server said, where the client wrapped it, or the error itself. */
export const unwrapped = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof MeilisearchApiError ? error.cause : error;
