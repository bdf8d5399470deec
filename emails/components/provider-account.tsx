import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';

export type ProviderAccountProps = {
  /** The label of the provider at the portal. */
  label: string;
  host: string;
  subject: string;
};

/** @limit characters: Id of an account at a provider in an email. Beyond: The email leaves it out. */
export const LONGEST = 40;

type InWords = ProviderAccountProps & { portal: Portal; place?: 'account' | 'listed' };

/** Shows no text that a stranger could turn into a sentence or a link. So an unusual id is left out. */
export function accountInWords({ portal, label, host, subject, place = 'account' }: InWords): string {
  const t = textsOf(portal);
  const isUsual = /^[\w|:-]+$/.test(subject) && subject.length <= LONGEST;
  return isUsual ? t(`sso.${place}WithId`, { label, host, id: subject }) : t(`sso.${place}`, { label, host });
}

/** In a list. */
export const ProviderAccount = (account: InWords) => <strong>{accountInWords({ ...account, place: 'listed' })}</strong>;
