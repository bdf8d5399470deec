import type { LogInMethod, SecondFactorKind } from '../generated/operations.ts';
import { logInInWords } from '../log-in-in-words.ts';
import { momentInWords } from '../moment-in-words.ts';
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
  return (
    <ul className="sessions">
      {sessions.map(({ id, device, ip, method, secondFactor, lastSeenAt, current }) => (
        <li key={id}>
          <p>
            <strong>{device}</strong>
            {current && ' (this one)'}
            <br />
            {ip && `${ip}, `}last used {momentInWords(lastSeenAt)}
            <br />
            Logged in with {logInInWords(method, secondFactor)}
          </p>
          {!current && (
            <Form
              submit={`Log out ${device}`}
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
