import { useTranslations } from 'use-intl';
import type { FindFirstStepsQuery } from '../../generated/operations.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Step } from './step.tsx';

/** The steps of one portal. */
export function PortalSteps({ answer: { portal, admins, adminInvitations, developers } }: { answer: FindFirstStepsQuery }) {
  const t = useTranslations('start');
  if (!portal) return null;
  const { slug, name, signUpUrl, settings } = portal;
  const at = (page: string) => `/admin/portals/${slug}${page}`;
  const query = `?${new URLSearchParams({ portal: slug })}`;
  const rules = settings?.approvalRules.rules.length ?? 0;
  const fields = settings?.signUpFields.length ?? 0;
  const providers = settings?.ssoConnections.filter(({ enabled }) => enabled).length ?? 0;
  const mailFrom = settings?.sender.address;
  const isSender = Boolean(mailFrom) && settings?.sender.from === mailFrom;
  const isAlone = (admins?.edges.length ?? 0) + (adminInvitations?.edges.length ?? 0) < 2;
  const hasPeople = (developers?.edges.length ?? 0) > 0;
  const state = (isDone: boolean) => (isDone ? 'done' : 'optional');
  return (
    <>
      <Step
        title={t('portal')}
        state="done"
        sentence={t('portalDone', { name })}
        link={{ href: at(''), label: t('settings') }}
      />
      <Step
        title={t('sender')}
        state={state(isSender)}
        sentence={mailFrom ? t(isSender ? 'senderDone' : 'senderWaits', { mailFrom }) : t('senderOpen')}
        link={{ href: at('/sender'), label: t('openSender') }}
      />
      <Step
        title={t('rules')}
        state={state(rules > 0 || Boolean(settings?.autoApprove))}
        sentence={rules > 0 ? t('rulesDone', { count: rules }) : t(settings?.autoApprove ? 'rulesAuto' : 'rulesOpen')}
        link={{ href: `/admin/rules${query}`, label: t('openRules') }}
      />
      <Step
        title={t('form')}
        state={state(fields > 0)}
        sentence={fields > 0 ? t('formDone', { count: fields }) : t('formOpen')}
        link={{ href: at('/form'), label: t('openForm') }}
      />
      <Step
        title={t('sso')}
        state={state(providers > 0)}
        sentence={providers > 0 ? t('ssoDone', { count: providers }) : t('ssoOpen')}
        link={{ href: at('/sso'), label: t('openSso') }}
      />
      <Step
        title={t('colleague')}
        state={isAlone ? 'open' : 'done'}
        sentence={t(isAlone ? 'colleagueOpen' : 'colleagueDone')}
        link={{ href: '/admin/admins', label: t('openAdmins') }}
      />
      <Step
        title={t('address')}
        state={hasPeople ? 'done' : 'open'}
        sentence={t(hasPeople ? 'addressDone' : 'addressOpen')}
        link={{ href: `/admin${query}`, label: t('requests') }}
      >
        <p>
          <a href={signUpUrl}>{signUpUrl}</a>
        </p>
        <CopyButton text={signUpUrl} />
      </Step>
    </>
  );
}
