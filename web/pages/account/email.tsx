import { useState } from 'react';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Proof } from '../../components/proof.tsx';
import { Section } from '../../components/section.tsx';
import { type PortalFragment, RequestEmailChangeDocument } from '../../generated/operations.ts';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean };

/** The present email address stays until the new one is confirmed. */
export function AccountEmail({ portal, email, hasPassword }: Props) {
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Section
      title="Email address"
      submit="Change address"
      done={`We have sent an email to ${mailedTo}. Your address changes when you confirm it there.`}
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
      <p>
        {hasPassword ? 'You log in with' : 'Your address is'} <strong>{email}</strong>.
      </p>
      <Field
        name="email"
        label="New email address"
        type="email"
        autoComplete="email"
        hint="We will send a link to this address. Your address changes when you open the link and confirm."
      />
      <Proof portal={portal} hasPassword={hasPassword} />
    </Section>
  );
}
