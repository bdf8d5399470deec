import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { Field } from '../../../components/field.tsx';
import { Form } from '../../../components/form.tsx';
import { QrPicture } from '../../../components/qr-picture.tsx';
import { useAct } from '../../data/use-act.ts';
import { CreateInvitationLinkDocument } from '../../generated/operations.ts';
import type { PortalInReach } from '../../session/session.tsx';
import { ForOnePortal } from '../../shell/for-one-portal.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { inDays, typedBox, typedWords } from '../../ui/typed.ts';

/** A link to the sign-up form for many people. */
export function MakeLink() {
  const t = useTranslations('invitations');
  const { portal } = usePortal();
  return (
    <DeskPage title={portal ? t('linkTitle', { portal: portal.name }) : t('makeLink')}>
      <ForOnePortal>{(chosen) => <MakeLinkTo portal={chosen} />}</ForOnePortal>
    </DeskPage>
  );
}

function MakeLinkTo({ portal }: { portal: PortalInReach }) {
  const t = useTranslations('invitations');
  const act = useAct();
  const [link, setLink] = useState<string | null>(null);
  return (
    <div className="card">
      {link ? (
        <>
          <ShownOnce text={link} sentence={t('linkMade')}>
            <QrPicture text={link} label={t('qr')} />
          </ShownOnce>
          <p>
            <Link href={`/admin/invitations?${new URLSearchParams({ portal: portal.slug })}`}>{t('toInvitations')}</Link>
          </p>
        </>
      ) : (
        <Form
          submit={t('make')}
          send={async (typed) => {
            const domains = typedWords(typed, 'emailDomains');
            const answer = await act(CreateInvitationLinkDocument, {
              portal: portal.slug,
              label: typed('label').trim() || null,
              uses: Number(typed('uses')),
              ...(domains.length > 0 && { emailDomains: domains }),
              expiresAt: inDays(typed, 'expiresAt'),
              approved: typedBox(typed, 'approved'),
            });
            if (answer.__typename !== 'CreateInvitationLinkSuccess') return answer;
            setLink(answer.link);
            return null;
          }}
        >
          <Field name="label" label={t('label')} hint={t('labelHint')} required={false} />
          <Field name="uses" label={t('usesField')} type="number" min={1} max={100_000} defaultValue={100} />
          <Field name="emailDomains" label={t('domainsField')} hint={t('domainsHint')} required={false} />
          <Field name="expiresAt" label={t('days')} type="number" min={1} max={366} defaultValue={30} />
          <TickBox name="approved" label={t('approved')} hint={t('approvedHint')} />
        </Form>
      )}
    </div>
  );
}
