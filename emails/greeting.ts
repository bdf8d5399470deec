import type { Portal } from './portal.ts';
import { textsOf } from './texts.ts';

/** Without the name if a mail program could turn it into a link. */
export function greeting(portal: Portal, fullName: string): string {
  const t = textsOf(portal);
  const name = fullName.trim();

  return isGreeted(name) ? t('frame.greeting', { name }) : t('frame.greetingNobody');
}

/** The variables about a person. A name that could become a link is in neither. */
export const namesOf = (portal: Portal, fullName: string): { greeting: string; name: string } => ({
  greeting: greeting(portal, fullName),
  name: isGreeted(fullName.trim()) ? fullName.trim() : '',
});

export const isGreeted = (name: string): boolean => name !== '' && !couldBecomeLink(name);

/** People choose their names freely, and a portal's mail must not contain a stranger's link. */
export function couldBecomeLink(text: string): boolean {
  // NFKC first, because mail programs read full-width dots, colons and at signs like the plain ones.
  return /[<>@:\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|\S[.\u3002]\S/iu.test(text.normalize('NFKC'));
}
