import { Paragraph } from './paragraph.tsx';
import { Quote } from './quote.tsx';

export function Reason({ reason }: { reason: string | null }) {
  if (reason === null || reason.trim() === '') return null;

  return (
    <>
      <Paragraph>The reason given:</Paragraph>
      <Quote text={reason} />
    </>
  );
}
