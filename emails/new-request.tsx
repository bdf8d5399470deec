import { type Applicant, Applicants, nameAndAddress } from './components/applicants.tsx';
import { Button } from './components/button.tsx';
import { InlineLink } from './components/inline-link.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { inUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { whoWaits } from './who-waits.ts';

/** A new request with its own link. */
type NewRequestLink = {
  /** Null if the portal keeps names and email addresses out of mails. */
  applicant: Applicant | null;
  since: Date;
  decideUrl: string;
};

export type NewRequestProps = {
  portal: Portal;
  /** The number of all people who wait. */
  waiting: number;
  /** When the first of them began to wait. */
  since: Date;
  /** The new requests, if they are few. */
  requests: NewRequestLink[];
  linksExpireInHours: number;
  /** Other people to name. Null if the portal keeps names and email addresses out of mails. */
  applicants: Applicant[] | null;
  queueUrl: string;
  notificationsUrl: string;
};

/** For each admin who may decide. */
export function newRequest(props: NewRequestProps): Promise<RenderedEmail> {
  return renderEmail(textsOf(props.portal)('requests.waiting', whoWaits(props)), <NewRequest {...props} />);
}

export default function NewRequest(props: NewRequestProps) {
  const { portal, waiting, requests, linksExpireInHours, applicants, queueUrl, notificationsUrl } = props;
  const t = textsOf(portal);
  const more = waiting - requests.length - (applicants?.length ?? 0);
  const time = lifetime(linksExpireInHours, portal.language);

  return (
    <Layout portal={portal} heading={t('requests.heading')} because={t('requests.because', { portal: portal.name })}>
      <Paragraph>{t('requests.waitingHere', whoWaits(props))}</Paragraph>
      {requests.map((request) => (
        <div key={request.decideUrl}>
          <Paragraph>{inWords(portal, request)}</Paragraph>
          <Button href={request.decideUrl} portal={portal}>
            {t('requests.look')}
          </Button>
        </div>
      ))}
      {requests.length > 0 && <Paragraph>{t('requests.linksFor', { links: requests.length, time })}</Paragraph>}
      {applicants && applicants.length > 0 && <Applicants portal={portal} applicants={applicants} more={more} />}
      <Paragraph>{t('requests.decide')}</Paragraph>
      <Button href={queueUrl} portal={portal}>
        {t('requests.all')}
      </Button>
      <Paragraph>
        {t.rich('requests.fewer', { link: (text) => <InlineLink href={notificationsUrl}>{text}</InlineLink> })}
      </Paragraph>
    </Layout>
  );
}

function inWords(portal: Portal, { applicant, since }: NewRequestLink): string {
  const t = textsOf(portal);
  const moment = inUtc(since, portal.language);
  if (!applicant) return t('requests.unnamed', { moment });
  return t('requests.one', { applicant: nameAndAddress(portal, applicant), moment });
}

const decideUrl = (n: number): string =>
  `https://accounts.acme.example/admin/decide?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2${n}`;

const shown = {
  portal: previewPortal,
  waiting: 12,
  since: new Date('2026-11-24T08:30:00Z'),
  requests: [],
  linksExpireInHours: 7 * 24,
  applicants: Array.from({ length: 10 }, (_, i) => ({
    fullName: `Developer ${i + 1}`,
    email: `dev${i + 1}@partner.example`,
  })),
  queueUrl: 'https://accounts.acme.example/admin?portal=acme',
  notificationsUrl: 'https://accounts.acme.example/admin/notifications',
} satisfies NewRequestProps;

const hidden = { ...shown, applicants: null };
const since = new Date('2026-11-27T14:05:00Z');
const ada = { fullName: 'Ada Lovelace', email: 'ada@partner.example' };

NewRequest.PreviewProps = {
  ...shown,
  applicants: [],
  waiting: 1,
  since,
  requests: [{ applicant: ada, since, decideUrl: decideUrl(1) }],
};

export const previews = {
  'One person': NewRequest.PreviewProps,
  'Applicants shown': shown,
  'Applicants hidden': hidden,
  'Applicants hidden, with links': {
    ...hidden,
    requests: [1, 2].map((n) => ({ applicant: null, since, decideUrl: decideUrl(n) })),
  },
} satisfies Record<string, NewRequestProps>;
