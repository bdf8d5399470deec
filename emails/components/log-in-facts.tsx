import { inUtc } from '../moment.ts';
import { Paragraph } from './paragraph.tsx';

export type LogInFactsProps = {
  at: Date;
  /** Such as `Firefox on Windows`. */
  device: string;
  /** Empty if it was not stored. */
  ip: string;
  /** How the person logged in, such as `password`. */
  method: string;
};

export function LogInFacts({ at, device, ip, method }: LogInFactsProps) {
  return (
    <Paragraph>
      Time: {inUtc(at)}
      <br />
      Device: {device}
      <br />
      IP address: {ip || 'not known'}
      <br />
      Logged in with: {method}
    </Paragraph>
  );
}

export const previewLogIn: LogInFactsProps = {
  at: new Date('2026-11-27T14:05:00Z'),
  device: 'Firefox on Windows',
  ip: '192.0.2.1',
  method: 'password',
};
