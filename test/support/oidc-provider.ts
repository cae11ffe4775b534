import { once } from 'node:events';
import { exportJWK, generateKeyPair } from 'jose';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Who is signed in at the provider, and what it says of them. */
export interface ProvidedPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface RunningProvider {
  issuer: string;
  /** Who comes to the provider next, and agrees to everything. */
  person: ProvidedPerson;
  /** The keys that it shows are not those with which it signs, as if somebody else had signed. */
  showsOtherKeys: boolean;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on this machine, at which everybody is signed in already. */
export async function startOidcProvider(client: {
  id: string;
  secret: string;
  redirectUri: string;
}): Promise<RunningProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: RunningProvider = {
    issuer,
    person: { sub: 'nobody' },
    showsOtherKeys: false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const people = new Map<string, ProvidedPerson>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key for a test'] },
    findAccount: (_, sub) => {
      const person = people.get(sub);
      return person && { accountId: sub, claims: () => ({ ...person }) };
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  });
  const answer = provider.callback();
  const otherKeys = JSON.stringify({ keys: [await newPublicKey()] });
  server.on('request', (request, response) => {
    if (running.showsOtherKeys && request.url === '/jwks') {
      return void response.setHeader('content-type', 'application/json').end(otherKeys);
    }
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const { person } = running;
    people.set(person.sub, person);
    void (async () => {
      const { params } = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id as string });
      grant.addOIDCScope('openid email profile');
      const consent = { grantId: await grant.save() };
      await provider.interactionFinished(request, response, { login: { accountId: person.sub }, consent });
    })();
  });
  return running;
}

async function newPublicKey(): Promise<Record<string, unknown>> {
  const { publicKey } = await generateKeyPair('RS256');
  return { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig' };
}
