import { useTranslations } from 'use-intl';
import type { LinkFragment } from '../generated/operations.ts';
import { useDevice } from '../use-device.ts';
import type { MailedLink } from '../use-mailed-link.ts';
import { useMoment } from '../use-moment.ts';
import { Section } from './section.tsx';

/** Nothing for a link that nobody asked for. */
export function AskedFor({ link: { requestedAt, requestedFrom } }: { link: LinkFragment }) {
  const t = useTranslations('links');
  const moment = useMoment('long');
  const device = useDevice();
  if (!requestedAt) return null;
  const at = moment(requestedAt);
  return (
    <p className="asked-for">
      {requestedFrom
        ? t('requestedFrom', { at, device: device(requestedFrom.device), ip: requestedFrom.address })
        : t('requested', { at })}
    </p>
  );
}

export function NotMe({ mailed }: { mailed: MailedLink }) {
  const t = useTranslations('links');
  return (
    <div className="not-me">
      <Section title={t('notYou')} submit={t('notMe')} send={mailed.end} done="">
        <p>{t('endIt')}</p>
      </Section>
    </div>
  );
}
