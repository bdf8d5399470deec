import { useState } from 'react';
import { act } from '../../api.ts';
import { askAdminPasskey } from '../../ask-own-passkey.ts';
import { Form } from '../../components/form.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { RecoveryCodes } from '../../components/recovery-codes.tsx';
import { proofOf, SecondFactorField } from '../../components/second-factor-field.tsx';
import { Section } from '../../components/section.tsx';
import { SetUpPasskey } from '../../components/set-up-passkey.tsx';
import { SetUpTotp } from '../../components/set-up-totp.tsx';
import {
  AdminAddPasskeyDocument,
  AdminAddTotpDocument,
  AdminRemoveSecondFactorDocument,
  AdminRenewRecoveryCodesDocument,
  AdminRequestSecondFactorDocument,
  AdminStartPasskeyDocument,
  AdminStartTotpDocument,
  type SecondFactorKind,
} from '../../generated/operations.ts';
import type { Me } from './admin-security.tsx';

type AdminFactorsProps = { me: Me; onChanged: () => void };

export function AdminFactors({ me, onChanged }: AdminFactorsProps) {
  const factors = me.secondFactors ?? [];
  if (factors.length === 0) return <FirstFactor />;
  const methods: SecondFactorKind[] = factors.map(({ kind }) => kind);
  if (me.recoveryCodesLeft) methods.push('RECOVERY_CODE');
  return (
    <>
      <section>
        <h2>Your second factors</h2>
        <ul className="sessions">
          {factors.map((factor) => (
            <Factor key={factor.id} factor={factor} methods={methods} onChanged={onChanged} />
          ))}
        </ul>
        <AnotherFactor methods={methods} onChanged={onChanged} />
        <AnotherPasskey methods={methods} onChanged={onChanged} />
      </section>
      <Codes me={me} methods={methods} onChanged={onChanged} />
    </>
  );
}

function FirstFactor() {
  return (
    <Section
      title="Second factor"
      submit="Email me a link"
      done="An email with a link is on its way. It works for 30 minutes."
      send={async (typed) => {
        const answer = await act(AdminRequestSecondFactorDocument, { password: typed('password') });
        return answer.__typename === 'AdminRequestSecondFactorSuccess' ? null : answer;
      }}
    >
      <p>
        You log in with your password alone. Whoever learns it can log in too. A second factor, such as an authenticator app,
        prevents that. We email you a link to set it up.
      </p>
      <PasswordField name="password" label="Your password" autoComplete="current-password" />
    </Section>
  );
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

const KINDS: Record<SecondFactorKind, string> = {
  TOTP: 'Authenticator app',
  PASSKEY: 'Passkey',
  RECOVERY_CODE: 'Recovery code',
};

type FactorProps = {
  factor: NonNullable<Me['secondFactors']>[number];
  methods: SecondFactorKind[];
  onChanged: () => void;
};

function Factor({ factor: { id, kind, name, createdAt, lastUsedAt }, methods, onChanged }: FactorProps) {
  return (
    <li>
      <p>
        <strong>{name}</strong> ({KINDS[kind]})
        <br />
        Set up {moment.format(new Date(createdAt))}
        {lastUsedAt && `, last used ${moment.format(new Date(lastUsedAt))}`}
      </p>
      <details className="danger">
        <summary>Remove {name}</summary>
        <Form
          submit="Remove"
          send={async (typed) => {
            const answer = await act(AdminRemoveSecondFactorDocument, { id, proof: await proofOf(typed, askAdminPasskey) });
            if (answer.__typename !== 'AdminRemoveSecondFactorSuccess') return answer;
            onChanged();
            return null;
          }}
        >
          <SecondFactorField methods={methods} />
        </Form>
      </details>
    </li>
  );
}

type ChangeProps = { methods: SecondFactorKind[]; onChanged: () => void };

function AnotherFactor({ methods, onChanged }: ChangeProps) {
  const [times, setTimes] = useState(0);
  return (
    <details key={times}>
      <summary>Set up an authenticator app</summary>
      <p>First show that it is you, with a factor that you have.</p>
      <SetUpTotp
        begin={async (typed) => act(AdminStartTotpDocument, { proof: await proofOf(typed, askAdminPasskey) })}
        add={(input) => act(AdminAddTotpDocument, input)}
        onDone={() => {
          setTimes(times + 1);
          onChanged();
        }}
      >
        <SecondFactorField methods={methods} />
      </SetUpTotp>
    </details>
  );
}

function AnotherPasskey({ methods, onChanged }: ChangeProps) {
  const [times, setTimes] = useState(0);
  return (
    <details key={times}>
      <summary>Set up a passkey</summary>
      <p>First show that it is you, with a factor that you have.</p>
      <SetUpPasskey
        begin={async (typed) => act(AdminStartPasskeyDocument, { proof: await proofOf(typed, askAdminPasskey) })}
        add={(input) => act(AdminAddPasskeyDocument, input)}
        onDone={() => {
          setTimes(times + 1);
          onChanged();
        }}
      >
        <SecondFactorField methods={methods} />
      </SetUpPasskey>
    </details>
  );
}

function Codes({ me, methods, onChanged }: ChangeProps & { me: Me }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <section>
      <h2>Recovery codes</h2>
      {codes ? (
        <RecoveryCodes codes={codes} email={me.email} />
      ) : (
        <>
          <p>You have {me.recoveryCodesLeft} of 10 left. Each works once, in place of a second factor that you have lost.</p>
          <details>
            <summary>Get new recovery codes</summary>
            <p>The old ones do not work any more then.</p>
            <Form
              submit="Get new recovery codes"
              send={async (typed) => {
                const answer = await act(AdminRenewRecoveryCodesDocument, { proof: await proofOf(typed, askAdminPasskey) });
                if (answer.__typename !== 'AdminRenewRecoveryCodesSuccess') return answer;
                setCodes(answer.recoveryCodes);
                onChanged();
                return null;
              }}
            >
              <SecondFactorField methods={methods} />
            </Form>
          </details>
        </>
      )}
    </section>
  );
}
