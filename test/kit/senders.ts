import {
  CheckSenderDomainDocument,
  ReplaceSenderKeyDocument,
  type SenderFragment,
  SenderOfPortalDocument,
} from '../generated/operations.ts';
import { updatePortal } from './admins.ts';
import type { NameServer } from './dns.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { lastMailTo, signUp } from './people.ts';
import { present } from './present.ts';

const MOST_TRIES = 5;

type SenderRecord = NonNullable<NonNullable<SenderFragment['settings']>['sender']['domain']>['records'][number];

export const checkSender = (gatehouse: Site, token: string | undefined, portal = 'demo') =>
  mutate(gatehouse, CheckSenderDomainDocument, { portal }, { token });

export const replaceKey = (gatehouse: Site, token: string | undefined, portal = 'demo') =>
  mutate(gatehouse, ReplaceSenderKeyDocument, { portal }, { token });

export async function senderOf({ graphql }: Site, token: string, slug = 'demo') {
  const { data } = await graphql(SenderOfPortalDocument, { slug }, { token });
  return present(data.portal?.settings).sender;
}

/** The records that the portal has to set. */
export const recordsOf = async (gatehouse: Site, token: string, portal = 'demo'): Promise<SenderRecord[]> =>
  present((await senderOf(gatehouse, token, portal)).domain).records;

/** Sets records as a DNS host does: in strings of at most 255 bytes. */
export function publish(dns: NameServer, records: SenderRecord[]): void {
  for (const { name, value } of records) dns.set(name, value.match(/.{1,255}/g) ?? []);
}

/** Looks again while the name server of the test gave no answer in time, as it may beside other work. */
export async function untilAnswered<Result>(look: () => Promise<Result>, isAnswered: () => Promise<boolean>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const result = await look();
    if (tries === MOST_TRIES || (await isAnswered())) return result;
  }
}

export const isAnswered = async (gatehouse: Site, token: string, portal: string): Promise<boolean> =>
  (await recordsOf(gatehouse, token, portal)).every(({ state }) => state !== 'UNKNOWN');

/** Checks the records, and gets answers. */
export const checkRecords = (gatehouse: Site, token: string, portal: string) =>
  untilAnswered(
    () => succeed(checkSender(gatehouse, token, portal), 'portal'),
    () => isAnswered(gatehouse, token, portal),
  );

/** An email of the portal to somebody new. */
export async function nextMailOf(gatehouse: Installation, portal: string) {
  const email = `${crypto.randomUUID()}@readers.test`;
  await signUp(gatehouse, email, { portal });
  await gatehouse.drain();
  return lastMailTo(gatehouse, email);
}

/** A portal whose sender is proved. */
export async function proveSender(
  gatehouse: Site,
  dns: NameServer,
  address: string,
  token: string,
  portal = 'demo',
): Promise<void> {
  await succeed(updatePortal(gatehouse, { mailFrom: address }, token, portal));
  publish(dns, await recordsOf(gatehouse, token, portal));
  await checkRecords(gatehouse, token, portal);
}
