import { useState } from 'react';
import { ask } from './api.ts';
import { FindSsoChoicesDocument, type PortalFragment } from './generated/operations.ts';

type Choices = PortalFragment['ssoConnections'];

/** The ways to log in with SSO: all of them until an address is given, then those for that address. */
export function useSsoChoices({ slug, ssoConnections }: PortalFragment): [Choices, (email: string) => Promise<void>] {
  const [choices, setChoices] = useState(ssoConnections);
  const choose = async (email: string) => {
    // With a single way there is nothing to choose. An incomplete address, or no answer, leaves all of them.
    if (ssoConnections.length < 2) return;
    const answer = email.includes('@') ? await ask(FindSsoChoicesDocument, { slug, email }).catch(() => null) : null;
    setChoices(answer?.portal?.ssoConnections ?? ssoConnections);
  };
  return [choices, choose];
}
