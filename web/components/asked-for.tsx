import type { LinkFragment } from '../generated/operations.ts';
import type { MailedLink } from '../use-mailed-link.ts';
import { Section } from './section.tsx';

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** Nothing for a link that nobody asked for. */
export function AskedFor({ link: { requestedAt, requestedFrom } }: { link: LinkFragment }) {
  if (!requestedAt) return null;
  return (
    <p className="asked-for">
      This link was requested on {moment.format(new Date(requestedAt))}
      {requestedFrom && ` from ${requestedFrom.device}, IP address ${requestedFrom.address}`}.
    </p>
  );
}

export function NotMe({ mailed }: { mailed: MailedLink }) {
  return (
    <div className="not-me">
      <Section title="Was this not you?" submit="This was not me" send={mailed.end} done="">
        <p>Then end this link. Nothing else changes.</p>
      </Section>
    </div>
  );
}
