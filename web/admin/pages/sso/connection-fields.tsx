import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import type { ConnectionFragment } from '../../generated/operations.ts';
import { SelectOf } from '../../ui/select-of.tsx';

export const APPROVALS = ['TRUST', 'RULES', 'EXISTING_ONLY'] as const;

type ConnectionFieldsProps = {
  before: ConnectionFragment | null;
  /** Admins are let in by their invitation alone. */
  hasApproval: boolean;
};

export function ConnectionFields({ before, hasApproval }: ConnectionFieldsProps) {
  const t = useTranslations('sso');
  const secretHint = before?.hasClientSecret ? `${t('secretHint')} ${t('keepSecret')}` : t('secretHint');
  return (
    <>
      <Field name="label" label={t('label')} hint={t('labelHint')} maxLength={100} defaultValue={before?.label} />
      <Field name="issuer" label={t('issuer')} hint={t('issuerHint')} type="url" defaultValue={before?.issuer} />
      <Field
        name="clientId"
        label={t('clientId')}
        hint={t('clientIdHint')}
        autoComplete="off"
        defaultValue={before?.clientId}
      />
      <Field
        name="clientSecret"
        label={t('clientSecret')}
        hint={secretHint}
        type="password"
        autoComplete="off"
        required={false}
      />
      {hasApproval && (
        <SelectOf
          name="approval"
          label={t('approval')}
          value={before?.approval ?? 'RULES'}
          choices={APPROVALS.map((value) => ({ value, label: t(value) }))}
        />
      )}
      <details>
        <summary>{t('more')}</summary>
        <Field
          name="emailDomains"
          label={t('emailDomains')}
          hint={t('emailDomainsHint')}
          required={false}
          defaultValue={before?.emailDomains.join(' ')}
        />
        <Field
          name="verifiedDomains"
          label={t('verifiedDomains')}
          hint={t('verifiedDomainsHint')}
          required={false}
          defaultValue={before?.verifiedDomains.join(' ')}
        />
        <Field
          name="scopes"
          label={t('scopes')}
          hint={t('scopesHint')}
          defaultValue={before?.scopes.join(' ') ?? 'openid email profile'}
        />
        <Field name="claims.name" label={t('nameClaim')} defaultValue={before?.claims.name ?? 'name'} />
        <Field name="claims.email" label={t('emailClaim')} defaultValue={before?.claims.email ?? 'email'} />
        <Field name="claims.groups" label={t('groupsClaim')} defaultValue={before?.claims.groups ?? 'groups'} />
      </details>
    </>
  );
}
