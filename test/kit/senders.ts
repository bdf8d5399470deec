import {
  CheckSenderDomainDocument,
  ReplaceSenderKeyDocument,
  type SenderFragment,
  SenderOfPortalDocument,
} from '../generated/operations.ts';
import { updatePortal } from './admins.ts';
import type { NameServer } from './dns.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { present } from './present.ts';

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
  await succeed(checkSender(gatehouse, token, portal));
}
