import type { Page } from 'playwright-core';
import type { SoftPasskey } from '../kit/authenticator.ts';

/** The authenticator that Chromium itself has for tests. */
export type VirtualAuthenticator = {
  /** How many passkeys it holds. */
  count: () => Promise<number>;
  /** Gives it a passkey that somebody has set up elsewhere. */
  hold: (passkey: SoftPasskey, rpId?: string) => Promise<void>;
  /** Whether the person confirms with a PIN or a fingerprint. */
  verify: (isVerified: boolean) => Promise<void>;
};

/** Gives the page's browser a device that holds passkeys, and a person who touches it at once. */
export async function attachAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    hold: async ({ id, privateKey, userHandle }, rpId = 'localhost') => {
      const credentialId = Buffer.from(id, 'base64url').toString('base64');
      const handle = Buffer.from(userHandle(), 'base64url').toString('base64');
      await devtools.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { credentialId, isResidentCredential: true, rpId, privateKey, userHandle: handle, signCount: 0 },
      });
    },
    verify: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

/** A browser that cannot offer passkeys in a field, so that only the button asks for one. */
export const withoutOffers = (page: Page) =>
  page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
