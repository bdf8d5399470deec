import * as z from 'zod';
import type { Settings } from '../app.ts';
import { registeredDomain } from '../rules/public-suffix.ts';
import { isProvedBy, type Judged, judgeDkim, judgeDmarc, judgeSpf } from './judge.ts';

export type RecordPurpose = 'OWNERSHIP' | 'DKIM' | 'SPF' | 'DMARC';
export type RecordState = Judged['state'] | 'UNKNOWN';

/** A TXT record that the owner of a domain sets. */
export type WantedRecord = {
  purpose: RecordPurpose;
  /** Without it the domain is not proved. */
  isRequired: boolean;
  name: string;
  value: string;
  /** The key that it is about. */
  keyId: string | null;
  /** Where it is looked for if there is nothing under `name`. */
  otherName: string | null;
  judge: (texts: string[]) => Judged;
};

/** What the last check found, by the name of the record. */
const found = z.record(
  z.string(),
  z.object({ state: z.enum(['FOUND', 'MISSING', 'WRONG', 'UNKNOWN']), found: z.string().nullable() }),
);
export type Found = z.infer<typeof found>;
export const readFound = (stored: unknown): Found => found.parse(stored);

type Named = { domain: string; token: string; keys: { id: string; selector: string; publicKey: string }[] };

const DMARC = 'v=DMARC1; p=none';

/** All records that a domain should have, those that prove it first. */
export function recordsOf({ mailSpf }: Pick<Settings, 'mailSpf'>, { domain, token, keys }: Named): WantedRecord[] {
  const ownership = `gatehouse-domain-verification=${token}`;
  return [
    {
      purpose: 'OWNERSHIP',
      isRequired: true,
      name: `_gatehouse.${domain}`,
      otherName: null,
      value: ownership,
      keyId: null,
      judge: (texts) => isProvedBy(texts, ownership),
    },
    ...keys.map(
      ({ id, selector, publicKey }): WantedRecord => ({
        purpose: 'DKIM',
        isRequired: true,
        name: `${selector}._domainkey.${domain}`,
        otherName: null,
        value: `v=DKIM1; k=rsa; p=${publicKey}`,
        keyId: id,
        judge: (texts) => judgeDkim(texts, publicKey),
      }),
    ),
    ...(mailSpf.length > 0
      ? [
          {
            purpose: 'SPF' as const,
            isRequired: false,
            name: domain,
            otherName: null,
            value: `v=spf1 ${mailSpf.join(' ')} ~all`,
            keyId: null,
            judge: (texts: string[]) => judgeSpf(texts, mailSpf),
          },
        ]
      : []),
    {
      purpose: 'DMARC',
      isRequired: false,
      name: `_dmarc.${domain}`,
      // A policy of the registered domain holds for those below it (RFC 7489, 6.6.3).
      otherName: `_dmarc.${registeredDomain(domain) ?? domain}`,
      value: DMARC,
      keyId: null,
      judge: judgeDmarc,
    },
  ];
}
