import { useCallback, useEffect, useState } from 'react';
import { act, ask, Unanswered } from '../../api.ts';
import { askOwnPasskey } from '../../ask-own-passkey.ts';
import { Form } from '../../components/form.tsx';
import { Proof } from '../../components/proof.tsx';
import { RecoveryCodes } from '../../components/recovery-codes.tsx';
import { proofOf, SecondFactorField } from '../../components/second-factor-field.tsx';
import { Section } from '../../components/section.tsx';
import { SetUpPasskey } from '../../components/set-up-passkey.tsx';
import { SetUpTotp } from '../../components/set-up-totp.tsx';
import {
  AddPasskeyDocument,
  AddTotpDocument,
  FindSecondFactorsDocument,
  type FindSecondFactorsQuery,
  type PortalFragment,
  RemoveSecondFactorDocument,
  RenewRecoveryCodesDocument,
  RequestSecondFactorDocument,
  type SecondFactorKind,
  StartPasskeyDocument,
  StartTotpDocument,
} from '../../generated/operations.ts';

type Me = NonNullable<FindSecondFactorsQuery['me']>;

type Props = {
  portal: PortalFragment;
  hasPassword: boolean;
  /** Called after each change, which ends all other sessions. */
  onChanged: () => void;
};

/** Each change needs a proof with a second factor, because a session can be stolen. */
export function AccountSecondFactors({ portal, hasPassword, onChanged }: Props) {
  const [me, setMe] = useState<Me | null>(null);
  const load = useCallback(async () => {
    const answer = await ask(FindSecondFactorsDocument, { portal: portal.slug }).catch((error) => error);
    if (!(answer instanceof Unanswered)) setMe(answer.me);
  }, [portal.slug]);
  useEffect(() => void load(), [load]);
  const factors = me?.secondFactors ?? [];
  if (!me || (factors.length === 0 && portal.secondFactor === 'OFF')) return null;
  if (factors.length === 0) return <FirstFactor portal={portal} hasPassword={hasPassword} />;
  const methods: SecondFactorKind[] = factors.map(({ kind }) => kind);
  if (me.recoveryCodesLeft) methods.push('RECOVERY_CODE');
  const changed = () => {
    void load();
    onChanged();
  };
  return (
    <>
      <section>
        <h2>Your second factors</h2>
        {portal.secondFactor === 'OFF' && <p>{portal.name} does not ask for second factors at the moment.</p>}
        <ul className="sessions">
          {factors.map((factor) => (
            <Factor key={factor.id} portal={portal} factor={factor} methods={methods} onChanged={changed} />
          ))}
        </ul>
        {portal.secondFactor !== 'OFF' && (
          <>
            <AnotherFactor portal={portal} methods={methods} onChanged={changed} />
            <AnotherPasskey portal={portal} methods={methods} onChanged={changed} />
          </>
        )}
      </section>
      <Codes portal={portal} me={me} methods={methods} onChanged={changed} />
    </>
  );
}

function FirstFactor({ portal, hasPassword }: { portal: PortalFragment; hasPassword: boolean }) {
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Section
      title="Second factor"
      submit="Email me a link"
      done={`We have sent an email to ${mailedTo}. Open its link within 30 minutes to set up your second factor.`}
      send={async (typed) => {
        const password = hasPassword ? typed('password') : null;
        const answer = await act(RequestSecondFactorDocument, { portal: portal.slug, password });
        if (answer.__typename !== 'RequestSecondFactorSuccess') return answer;
        setMailedTo(answer.email);
        return null;
      }}
    >
      <p>
        With a second factor, such as an authenticator app on your phone, nobody logs in with your password alone. We email you
        a link to set it up.
      </p>
      <Proof portal={portal} hasPassword={hasPassword} />
    </Section>
  );
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

type ChangeProps = { portal: PortalFragment; methods: SecondFactorKind[]; onChanged: () => void };

type FactorProps = ChangeProps & { factor: NonNullable<Me['secondFactors']>[number] };

function Factor({ portal, factor: { id, kind, name, createdAt, lastUsedAt }, methods, onChanged }: FactorProps) {
  return (
    <li>
      <p>
        <strong>{name}</strong> ({kind === 'PASSKEY' ? 'Passkey' : 'Authenticator app'})
        <br />
        Set up {moment.format(new Date(createdAt))}
        {lastUsedAt && `, last used ${moment.format(new Date(lastUsedAt))}`}
      </p>
      <details className="danger">
        <summary>Remove {name}</summary>
        <Form
          submit="Remove"
          send={async (typed) => {
            const answer = await act(RemoveSecondFactorDocument, {
              portal: portal.slug,
              id,
              proof: await proofOf(typed, () => askOwnPasskey(portal.slug)),
            });
            if (answer.__typename !== 'RemoveSecondFactorSuccess') return answer;
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

function AnotherFactor({ portal, methods, onChanged }: ChangeProps) {
  const [times, setTimes] = useState(0);
  return (
    <details key={times}>
      <summary>Set up an authenticator app</summary>
      <p>First show that it is you, with a factor that you have.</p>
      <SetUpTotp
        begin={async (typed) =>
          act(StartTotpDocument, { portal: portal.slug, proof: await proofOf(typed, () => askOwnPasskey(portal.slug)) })
        }
        add={(input) => act(AddTotpDocument, { portal: portal.slug, ...input })}
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

function AnotherPasskey({ portal, methods, onChanged }: ChangeProps) {
  const [times, setTimes] = useState(0);
  return (
    <details key={times}>
      <summary>Set up a passkey</summary>
      <p>First show that it is you, with a factor that you have.</p>
      <SetUpPasskey
        begin={async (typed) =>
          act(StartPasskeyDocument, { portal: portal.slug, proof: await proofOf(typed, () => askOwnPasskey(portal.slug)) })
        }
        add={(input) => act(AddPasskeyDocument, { portal: portal.slug, ...input })}
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

function Codes({ portal, me, methods, onChanged }: ChangeProps & { me: Me }) {
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
                const answer = await act(RenewRecoveryCodesDocument, {
                  portal: portal.slug,
                  proof: await proofOf(typed, () => askOwnPasskey(portal.slug)),
                });
                if (answer.__typename !== 'RenewRecoveryCodesSuccess') return answer;
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
