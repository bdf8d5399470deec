import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { confirmSso, mailedToken } from '../kit/people.ts';
import { comeIn, connect, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

/** Comes in with an address that nobody vouches for. @returns the token of the mailed link */
async function mailedLink(sub: string, email: string): Promise<string> {
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email, email_verified: false } });
  await comeIn(connection);
  return await mailedToken(gatehouse, email);
}

test('when several links for one address are clicked at once, one registers, and the others no longer work', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `clicked-${round}@confirm.test`;
    const tokens = [];
    for (const sub of ['one', 'two', 'three']) tokens.push(await mailedLink(`${sub}-${round}`, email));
    const answers = await Promise.all(tokens.map((token) => confirmSso(gatehouse, token)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['ConfirmSsoSuccess', 'InvalidToken', 'InvalidToken']);
  }
});

test.each(['at once', 'one by one'])(
  'a person who asked for two links of one account at the provider may click both %s',
  async (how) => {
    const sub = how.replaceAll(' ', '-');
    const email = `${sub}@confirm.test`;
    const [first, second] = [await mailedLink(sub, email), await mailedLink(sub, email)];
    const click = (token: string) => confirmSso(gatehouse, token);
    const answers =
      how === 'at once' ? await Promise.all([first, second].map(click)) : [await click(first), await click(second)];
    expect(answers).toMatchObject([{ __typename: 'ConfirmSsoSuccess' }, { __typename: 'ConfirmSsoSuccess' }]);
    expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(email);
  },
);
