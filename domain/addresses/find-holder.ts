import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findReservation } from './reserved-address.ts';

/** Where to mail the holder of an address, and whether the address is only reserved for them. */
export type Holder = { typedEmail: string; isReserved: boolean };

/**
 * Who else has an address that a person wants; `id` is of that person's registration, if there is one. Only for telling people: whether a developer gets it is decided when it is
 * taken.
 * @returns null if it is free; an unverified registration does not hold it
 */
export async function findHolder(
  app: App,
  wanted: Pick<Developer, 'portalId' | 'email'> & { id?: string },
): Promise<Holder | null> {
  const { id, portalId, email } = wanted;
  const account = await app.prisma.developer.findFirst({
    where: { portalId, email, emailVerifiedAt: { not: null }, ...(id && { id: { not: id } }) },
  });
  if (account) return { typedEmail: account.typedEmail, isReserved: false };
  const reservation = await findReservation(app.prisma, wanted);
  return reservation && { typedEmail: reservation.typedEmail ?? email, isReserved: true };
}
