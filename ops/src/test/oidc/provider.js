// The provider of identities for the tests: node provider.js PORT CLIENT SECRET ADDRESS ALGORITHM
//
// Whoever types a name and any password is that one; the name is the subject and the preferred_username. Keys are made anew at each
// start, so that a restart is a rotation.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, client, secret, address, algorithm] = process.argv.slice(2);

function key(kind, options) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig' };
}

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [`${address}/api/session/provider/return`],
      post_logout_redirect_uris: [`${address}/sign-in`],
      id_token_signed_response_alg: algorithm,
    },
  ],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
  cookies: { keys: [randomUUID()] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: id, preferred_username: id }) }),
  jwks: { keys: [key('rsa', { modulusLength: 2048 }), key('ec', { namedCurve: 'P-256' })] },
  pkce: { required: () => true },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
