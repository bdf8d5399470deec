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
 * Renders an email once for all props that differ only in `slots`, which costs a hundredth of the time for the next one. What is
 * remembered is found by all other props, so it can never be out of date.
 * @param slots props that stand in the email as they are. Null is not filled in
 * @param isOrdinary false for values that change other words of the email; they are rendered in full
 */
export function renderOnce<Slot extends string, Props extends Record<Slot, string | null> & { portal: Portal }>(
  render: Render<Props>,
  slots: Slot[],
  isOrdinary: (value: string) => boolean = () => true,
): Render<Props> & { inFull: Render<Props> } {
  const rendered = new LRUCache<string, RenderedEmail>({ max: MOST_RENDERED });
  const markers = slots.map((slot) => [slot, `slot${randomUUID().replaceAll('-', '')}`] as const);
  const once: Render<Props> = async (props) => {
    const filled = markers.flatMap(([slot, marker]) => {
      const value = props[slot];
      return value === null ? [] : [{ slot, marker, value }];
    });
    if (!filled.every(({ value }) => isPlain(value) && isOrdinary(value))) return await render(props);
    const marked: Props = { ...props, ...Object.fromEntries(filled.map(({ slot, marker }) => [slot, marker])) };
    const { name, contactEmail, language, brand, own } = props.portal;
    const key = JSON.stringify({ ...marked, portal: { name, contactEmail, language, brand, own } });
    const email = rendered.get(key) ?? (await render(marked));
    rendered.set(key, email);
    const fill = (text: string, written = (value: string) => value) =>
      filled.reduce((so, { marker, value }) => so.replaceAll(marker, () => written(value)), text);
    return { subject: fill(email.subject), html: fill(email.html, escapeHtml), text: fill(email.text) };
  };
  return Object.assign(once, { inFull: render });
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };

/** As React escapes texts and attributes. */
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
