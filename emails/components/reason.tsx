import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';
import { Paragraph } from './paragraph.tsx';
import { Quote } from './quote.tsx';

export function Reason({ portal, reason }: { portal: Portal; reason: string | null }) {
  if (reason === null || reason.trim() === '') return null;

  return (
    <>
      <Paragraph>{textsOf(portal)('frame.reason')}</Paragraph>
      <Quote text={reason} />
    </>
  );
}
