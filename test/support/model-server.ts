import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface ModelRequest {
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

/** What the far side does with a request; a string is sent as it is. */
export type ModelAnswer = (
  request: ModelRequest,
) => Promise<{ status?: number; body: unknown }> | { status?: number; body: unknown };

export interface ModelServer {
  url: string;
  requests: ModelRequest[];
  /** Puts another behaviour in the place of the one it has. */
  answer(by: ModelAnswer): void;
  close(): Promise<void>;
}

/** A real HTTP server that stands for an embedder or a reranker. */
export async function startModelServer(first: ModelAnswer): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  let by = first;
  const handle = async (incoming: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: ModelRequest = {
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
    };
    requests.push(request);
    return by(request);
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming).then(
      ({ status = 200, body }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => (by = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers `/embeddings` with `vectorOf` of each text, in an order of its own. */
export const embedsBy =
  (vectorOf: (text: string) => number[]): ModelAnswer =>
  ({ body }) => ({
    body: {
      data: (body.input as string[])
        .map((text, index) => ({ index, object: 'embedding', embedding: vectorOf(text) }))
        .reverse(),
    },
  });

/** Answers `/rerank` in the form of TEI, best first. */
export const reranksBy =
  (scoreOf: (query: string, text: string) => number): ModelAnswer =>
  ({ body }) =>
    Array.isArray(body.texts)
      ? {
          body: (body.texts as string[])
            .map((text, index) => ({ index, score: scoreOf(String(body.query), text) }))
            .sort((one, other) => other.score - one.score),
        }
      : { status: 422, body: { error: 'missing field `texts`' } };

/** Answers `/rerank` in the form of vLLM, Xinference and Jina. */
export const reranksDocumentsBy =
  (scoreOf: (query: string, text: string) => number): ModelAnswer =>
  ({ body }) =>
    Array.isArray(body.documents)
      ? {
          body: {
            model: body.model,
            results: (body.documents as string[]).map((text, index) => ({
              index,
              document: { text },
              relevance_score: scoreOf(String(body.query), text),
            })),
          },
        }
      : { status: 400, body: { detail: 'documents: field required' } };

/** Texts as bags of the words of a few themes: enough to be near or far, whatever characters they use. */
export const themeVector =
  (themes: readonly (readonly string[])[]) =>
  (text: string): number[] => [
    0.4,
    // What is no theme differs a little from text to text, as it does with a real model.
    ((text.length * 7919) % 101) / 400,
    ...themes.map((words) => words.filter((word) => text.includes(word)).length),
  ];
