import { useTranslations } from 'use-intl';
import type { LogInMethod, SecondFactorKind } from '../generated/operations.ts';
import { useDevice } from '../use-device.ts';
import { useMoment } from '../use-moment.ts';
import { Form, type Refusal } from './form.tsx';

type OpenSession = {
  id: string;
  device: string | null;
  ip: string | null;
  method: LogInMethod;
  secondFactor: SecondFactorKind | null;
  lastSeenAt: string;
  current: boolean;
};

type SessionListProps = {
  sessions: OpenSession[];
  /** Returns null after a success. */
  revoke: (id: string) => Promise<Refusal | null>;
  /** Called after a success. */
  onEnded?: (id: string) => void;
};

/** The open sessions of the person who is logged in. All but the current one can be ended. */
export function SessionList({ sessions, revoke, onEnded }: SessionListProps) {
  const t = useTranslations('factors');
  const moment = useMoment();
  const inWords = useDevice();
  const logInInWords = useLogInInWords();
  return (
    <ul className="sessions">
      {sessions.map(({ id, device, ip, method, secondFactor, lastSeenAt, current }) => (
        <li key={id}>
          <p>
            <strong>{inWords(device ?? '')}</strong>
            {current && ` ${t('current')}`}
            <br />
            {ip ? t('fromAddress', { ip, at: moment(lastSeenAt) }) : t('lastUsed', { at: moment(lastSeenAt) })}
            <br />
            {t('loggedInWith', { how: logInInWords(method, secondFactor) })}
          </p>
          {!current && (
            <Form
              submit={t('logOutDevice', { device: inWords(device ?? '') })}
              send={async () => {
                const refusal = await revoke(id);
                if (!refusal) onEnded?.(id);
                return refusal;
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** How somebody logged in, such as "password and passkey". A passkey alone counts as both, and is named once. */
function useLogInInWords(): (method: LogInMethod, secondFactor: SecondFactorKind | null) => string {
  const t = useTranslations('factors');
  return (method, secondFactor) =>
    secondFactor && secondFactor !== method
      ? t('both', { method: t(`methods.${method}`), factor: t(`proofs.${secondFactor}`) })
      : t(`methods.${method}`);
}
