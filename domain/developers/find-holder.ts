import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findReservation } from './reserved-address.ts';

/** Where mail to whoever has an address goes, and whether the address is only reserved. */
export type Holder = { typedEmail: string; isReserved: boolean };

/**
 * Who else has an address that a developer wants, for telling: only taking it decides.
 * @returns null where it is free; an unverified registration reserves nothing
 */
export async function findHolder(app: App, wanted: Pick<Developer, 'id' | 'portalId' | 'email'>): Promise<Holder | null> {
  const { id, portalId, email } = wanted;
  const account = await app.prisma.developer.findFirst({
    where: { portalId, email, emailVerifiedAt: { not: null }, id: { not: id } },
  });
  if (account) return { typedEmail: account.typedEmail, isReserved: false };
  const reservation = await findReservation(app.prisma, wanted);
  return reservation && { typedEmail: reservation.typedEmail ?? email, isReserved: true };
}
