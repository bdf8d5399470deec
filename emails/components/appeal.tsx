import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';
import { contactOf } from './contact-link.tsx';
import { Paragraph } from './paragraph.tsx';

export function Appeal({ portal }: { portal: Portal }) {
  return <Paragraph>{textsOf(portal).rich('frame.appeal', contactOf(portal))}</Paragraph>;
}
