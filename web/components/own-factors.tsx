import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SecondFactorKind } from '../generated/operations.ts';
import { useMoment } from '../use-moment.ts';
import { Form, type Refusal } from './form.tsx';
import { OwnRecoveryCodes } from './own-recovery-codes.tsx';
import { type AskedPasskey, proofOf, SecondFactorField } from './second-factor-field.tsx';
import { SetUpPasskey, type SetUpPasskeyProps } from './set-up-passkey.tsx';
import { SetUpTotp, type SetUpTotpProps } from './set-up-totp.tsx';

type OwnFactor = { id: string; kind: SecondFactorKind; name: string; createdAt: string; lastUsedAt: string | null };

type Proof = Awaited<ReturnType<typeof proofOf>>;

/** What an admin, or a developer at a portal, does with the own second factors. */
export type FactorActs = {
  /** Begins a proof by passkey. */
  askPasskey: () => Promise<AskedPasskey>;
  startTotp: (proof: Proof) => ReturnType<SetUpTotpProps['begin']>;
  addTotp: SetUpTotpProps['add'];
  startPasskey: (proof: Proof) => ReturnType<SetUpPasskeyProps['begin']>;
  addPasskey: SetUpPasskeyProps['add'];
  /** Returns null after a success. */
  remove: (id: string, proof: Proof) => Promise<Refusal | null>;
  renewCodes: (proof: Proof) => Promise<{ recoveryCodes: string[] } | Refusal>;
};

type OwnFactorsProps = {
  factors: OwnFactor[];
  recoveryCodesLeft: number | null;
  email: string;
  acts: FactorActs;
  canAdd: boolean;
  /** Called after each change, which ends all other sessions. */
  onChanged: () => void;
  /** A sentence above the list. */
  children?: ReactNode;
};

/** The second factors of the person who is logged in. Each change needs a proof with one of them, because a session can be stolen. */
export function OwnFactors({ factors, recoveryCodesLeft, email, acts, canAdd, onChanged, children }: OwnFactorsProps) {
  const t = useTranslations('factors');
  const kinds = factors.map(({ kind }) => kind);
  const methods: SecondFactorKind[] = recoveryCodesLeft ? [...kinds, 'RECOVERY_CODE'] : kinds;
  const proof = { methods, acts, onChanged };
  return (
    <>
      <section>
        <h2>{t('title')}</h2>
        {children}
        <ul className="sessions">
          {factors.map((factor) => (
            <Factor key={factor.id} factor={factor} {...proof} />
          ))}
        </ul>
        {canAdd && <MoreFactors {...proof} />}
      </section>
      <OwnRecoveryCodes left={recoveryCodesLeft ?? 0} email={email} {...proof} />
    </>
  );
}

export type ChangeProps = { methods: SecondFactorKind[]; acts: FactorActs; onChanged: () => void };

type FactorProps = ChangeProps & { factor: OwnFactor };

function Factor({ factor: { id, kind, name, createdAt, lastUsedAt }, methods, acts, onChanged }: FactorProps) {
  const t = useTranslations('factors');
  const moment = useMoment();
  const kindInWords = t(`kinds.${kind}`);
  const at = moment(createdAt);
  return (
    <li>
      <p>
        <strong>{name}</strong>
        {name !== kindInWords && ` ${t('ofKind', { kind: kindInWords })}`}
        <br />
        {lastUsedAt ? t('setUpAndUsed', { at, used: moment(lastUsedAt) }) : t('setUpAt', { at })}
      </p>
      <details className="danger">
        <summary>{t('removeOne', { name })}</summary>
        <Form
          submit={t('remove')}
          send={async (typed) => {
            const refusal = await acts.remove(id, await proofOf(typed, acts.askPasskey));
            if (!refusal) onChanged();
            return refusal;
          }}
        >
          <SecondFactorField methods={methods} />
        </Form>
      </details>
    </li>
  );
}

function MoreFactors({ methods, acts, onChanged }: ChangeProps) {
  const t = useTranslations('factors');
  const [times, setTimes] = useState(0);
  const onDone = () => {
    setTimes(times + 1);
    onChanged();
  };
  const field = <SecondFactorField methods={methods} />;
  return (
    <div key={times}>
      <details>
        <summary>{t('setUpTotp')}</summary>
        <p>{t('showFirst')}</p>
        <SetUpTotp
          begin={async (typed) => acts.startTotp(await proofOf(typed, acts.askPasskey))}
          add={acts.addTotp}
          onDone={onDone}
        >
          {field}
        </SetUpTotp>
      </details>
      <details>
        <summary>{t('setUpPasskey')}</summary>
        <p>{t('showFirst')}</p>
        <SetUpPasskey
          begin={async (typed) => acts.startPasskey(await proofOf(typed, acts.askPasskey))}
          add={acts.addPasskey}
          onDone={onDone}
        >
          {field}
        </SetUpPasskey>
      </details>
    </div>
  );
}
