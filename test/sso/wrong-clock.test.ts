import { afterEach, expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { comeIn, connect, failure, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

afterEach(() => void vi.useRealTimers());

test.for([3_600, -3_600])(
  'a server whose clock is off by %i s lets people in whom a provider with a right clock sends',
  async (off) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off * 1_000, shouldAdvanceTime: false });
    // The provider runs in this process, too.
    issuer.behave({ clock: -off });
    const { end, browser } = await comeIn(connection);
    expect([failure(end), await whoIs(gatehouse, browser)]).toEqual([null, 'ada@people.test']);
  },
);
