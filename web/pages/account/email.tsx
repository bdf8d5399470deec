import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Proof } from '../../components/proof.tsx';
import { Section } from '../../components/section.tsx';
import { type PortalFragment, RequestEmailChangeDocument } from '../../generated/operations.ts';
import { Row } from './row.tsx';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean };

/** The present email address stays until the new one is confirmed. */
export function AccountEmail({ portal, email, hasPassword }: Props) {
  const t = useTranslations();
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Row id="email" title={t('parts.email')} value={email}>
      <Section
        submit={t('ownAccount.changeAddress')}
        done={t('ownAccount.changeSent', { email: mailedTo })}
        send={async (typed) => {
          const answer = await act(RequestEmailChangeDocument, {
            portal: portal.slug,
            email: typed('email'),
            password: hasPassword ? typed('password') : null,
          });
          if (answer.__typename !== 'RequestEmailChangeSuccess') return answer;
          setMailedTo(answer.email);
          return null;
        }}
      >
        <Field
          name="email"
          label={t('ownAccount.newEmail')}
          type="email"
          autoComplete="email"
          hint={t('ownAccount.newEmailHint')}
        />
        <Proof portal={portal} hasPassword={hasPassword} />
      </Section>
    </Row>
  );
}
