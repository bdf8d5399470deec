import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findReservation } from './reserved-address.ts';

export type Holder = {
  typedEmail: string;
  isReserved: boolean;
  /** What the person reads. Null if nobody knows. */
  locale: string | null;
};

/** For messages only, because the answer can be outdated. An unverified registration holds nothing. */
export async function findHolder(
  app: App,
  wanted: Pick<Developer, 'portalId' | 'email'> & { id?: string },
): Promise<Holder | null> {
  const { id, portalId, email } = wanted;
  const account = await app.prisma.developer.findFirst({
    where: { portalId, email, emailVerifiedAt: { not: null }, ...(id && { id: { not: id } }) },
  });
  if (account) return { typedEmail: account.typedEmail, isReserved: false, locale: account.locale };
  const reservation = await findReservation(app.prisma, wanted);
  return reservation && { typedEmail: reservation.typedEmail ?? email, isReserved: true, locale: null };
}
