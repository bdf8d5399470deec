import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';

export const canUsePasskeys = browserSupportsWebAuthn;

/** Whether the browser can offer passkeys in the email field, as it offers passwords. */
export const canOfferPasskeys = browserSupportsWebAuthnAutofill;

/** Some browsers say that they can offer passkeys, and refuse to. */
export const isUnsupported = (error: unknown): boolean => error instanceof Error && error.name === 'NotSupportedError';

/** Asks the person for a passkey. Returns null if the person does not want to. */
export async function askForPasskey(options: string): Promise<string | null> {
  return await orNull(async () => JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(options) })));
}

/** Offers passkeys in the email field. Returns null if none was chosen in this time, or if another question came. */
export async function offerPasskeys(options: string, ms: number): Promise<string | null> {
  const timer = setTimeout(stopAsking, ms);
  const useBrowserAutofill = true;
  try {
    return await orNull(async () =>
      JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(options), useBrowserAutofill })),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Returns null if the person does not want to, and 'KNOWN' if the device has a passkey of this account already. */
export async function makePasskey(options: string): Promise<string | 'KNOWN' | null> {
  try {
    return JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(options) }));
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'KNOWN';
    return refused(error);
  }
}

export const stopAsking = (): void => WebAuthnAbortService.cancelCeremony();

async function orNull(ask: () => Promise<string>): Promise<string | null> {
  try {
    return await ask();
  } catch (error) {
    return refused(error);
  }
}

/** Browsers do not say why: the person pressed Cancel, waited too long, or has no passkey here. */
function refused(error: unknown): null {
  const isRefusal = error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name);
  if (!isRefusal) throw error;
  return null;
}
