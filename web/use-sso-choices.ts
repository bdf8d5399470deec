import { useState } from 'react';
import { ask } from './api.ts';
import { FindSsoChoicesDocument, type PortalFragment } from './generated/operations.ts';

type Choices = PortalFragment['ssoConnections'];

/** All connections until an email address is typed, then those for that email address. */
export function useSsoChoices({ slug, ssoConnections }: PortalFragment): [Choices, (email: string) => Promise<void>] {
  const [choices, setChoices] = useState(ssoConnections);
  const choose = async (email: string) => {
    // One connection needs no choice. An incomplete email address shows all.
    if (ssoConnections.length < 2) return;
    const answer = email.includes('@') ? await ask(FindSsoChoicesDocument, { slug, email }).catch(() => null) : null;
    setChoices(answer?.portal?.ssoConnections ?? ssoConnections);
  };
  return [choices, choose];
}
