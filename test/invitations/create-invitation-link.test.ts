import { expect, test } from 'vitest';
import {
  LONGEST_DOMAIN,
  LONGEST_LABEL,
  LONGEST_LINK_TTL_MS,
  MOST_DOMAINS,
  MOST_USES,
} from '../../domain/invitations/create-invitation-link.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createInvitationLink, invitationLink } from '../kit/invitations.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const approver = await addAdmin(gatehouse, 'approver@link.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@link.test', 'VIEWER', 'demo');

test('answers with a link to the sign-up form, of which only the hash is stored', async () => {
  const { link, invite } = await invitationLink(gatehouse, approver, { label: 'Hackathon' });
  expect(link).toBe(`${gatehouse.url}/p/demo/sign-up?invite=${invite}`);
  expect(await findLink(gatehouse, invite)).toMatchObject({
    kind: 'SIGN_UP',
    works: true,
    email: null,
    portal: { slug: 'demo' },
  });
  expect(JSON.stringify(await gatehouse.sql('SELECT * FROM invitations'))).not.toContain(invite);
});

test('nobody who has the link can end it for the others', async () => {
  const { invite } = await invitationLink(gatehouse, owner);
  await succeed(endLink(gatehouse, invite));
  expect(await stateOf(gatehouse, invite)).toMatchObject({ works: true });
});

test('a VIEWER may not, and another portal does not exist for an APPROVER', async () => {
  await refusal(createInvitationLink(gatehouse, viewer), 'NotAllowed');
  await refusal(createInvitationLink(gatehouse, approver, { portal: 'other' }), 'NotFound');
});

test('the bounds of a link', async () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  await succeed(createInvitationLink(gatehouse, owner, { uses: MOST_USES, label: 'x'.repeat(LONGEST_LABEL) }));
  for (const [more, path, code] of [
    [{ uses: 0 }, 'uses', 'TOO_LOW'],
    [{ uses: MOST_USES + 1 }, 'uses', 'TOO_HIGH'],
    [{ label: 'x'.repeat(LONGEST_LABEL + 1) }, 'label', 'TOO_LONG'],
    [{ emailDomains: ['no domain'] }, 'emailDomains.0', 'NOT_A_DOMAIN'],
    [{ emailDomains: ['x'.repeat(LONGEST_DOMAIN + 1)] }, 'emailDomains.0', 'TOO_LONG'],
    [{ emailDomains: Array.from({ length: MOST_DOMAINS + 1 }, (_, n) => `d${n}.test`) }, 'emailDomains', 'TOO_MANY'],
    [{ expiresAt: at(-60_000) }, 'expiresAt', 'TOO_LOW'],
    [{ expiresAt: at(LONGEST_LINK_TTL_MS + 3_600_000) }, 'expiresAt', 'TOO_HIGH'],
  ] as const) {
    const { issues } = await refusal(createInvitationLink(gatehouse, owner, { ...more } as object), 'InvalidInput');
    expect(issues.map((issue) => [issue.path.join('.'), issue.code])).toEqual([[path, code]]);
  }
});
