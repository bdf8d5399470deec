import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Portal } from './portal.ts';
import type { RenderedEmail } from './render-email.ts';

/**
 * @limit emails: Rendered emails of one kind that a worker remembers, to fill in what differs. Beyond: The one that was used longest
 * ago is rendered again.
 */
export const MOST_RENDERED = 50;

type Render<Props> = (props: Props) => Promise<RenderedEmail>;

/** Nothing that HTML or the plain text would change, such as two spaces. */
const isPlain = (value: string): boolean => /^\S+( \S+)*$/u.test(value) && !/\p{Cc}/u.test(value);

/**
 * Renders an email once for all props that differ only in `slot`, which costs a hundredth of the time for the next one. What is
 * remembered is found by all other props, so it can never be out of date.
 * @param slot a prop that stands in the email as it is
 * @param isOrdinary false for values that change other words of the email; they are rendered in full
 */
export function renderOnce<Slot extends string, Props extends Record<Slot, string> & { portal: Portal }>(
  render: Render<Props>,
  slot: Slot,
  isOrdinary: (value: string) => boolean = () => true,
): Render<Props> & { inFull: Render<Props> } {
  const rendered = new LRUCache<string, RenderedEmail>({ max: MOST_RENDERED });
  const marker = `slot${randomUUID().replaceAll('-', '')}`;
  const once: Render<Props> = async (props) => {
    const value = props[slot];
    if (!isPlain(value) || !isOrdinary(value)) return await render(props);
    const { name, contactEmail, language, brand, own } = props.portal;
    const key = JSON.stringify({ ...props, portal: { name, contactEmail, language, brand, own }, [slot]: null });
    const email = rendered.get(key) ?? (await render({ ...props, [slot]: marker }));
    rendered.set(key, email);
    const fill = (text: string, filled: string) => text.replaceAll(marker, () => filled);
    return { subject: fill(email.subject, value), html: fill(email.html, escapeHtml(value)), text: fill(email.text, value) };
  };
  return Object.assign(once, { inFull: render });
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };

/** As React escapes texts and attributes. */
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
