import { momentInUtc } from '../moment.ts';
import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';
import { Paragraph } from './paragraph.tsx';

export type Way = 'PASSWORD' | 'SSO' | 'TOTP' | 'PASSKEY' | 'RECOVERY_CODE';

export type LogInFactsProps = {
  at: Date;
  /** Such as `Firefox on Windows`, or `curl/8.5.0`. Null if it cannot be shown. */
  device: string | null;
  /** Empty if it was not stored. */
  ip: string;
  /** How the person logged in: one way or two. */
  ways: Way[];
};

export function LogInFacts({ portal, at, device, ip, ways }: LogInFactsProps & { portal: Portal }) {
  const t = textsOf(portal);
  const [program = '', system] = device?.split(' on ') ?? [];
  const inWords = device === null ? t('security.unknownProgram') : system ? t('security.on', { program, system }) : program;
  const [method = '', factor] = ways.map((way) => t(`security.ways.${way}`));
  return (
    <Paragraph>
      {t('security.time', { moment: momentInUtc(at, portal.language) })}
      <br />
      {t('security.device', { device: inWords })}
      <br />
      {ip ? t('security.ip', { ip }) : t('security.unknownIp')}
      <br />
      {t('security.loggedInWith', { ways: factor ? t('security.both', { method, factor }) : method })}
    </Paragraph>
  );
}

export const previewLogIn: LogInFactsProps = {
  at: new Date('2026-11-27T14:05:00Z'),
  device: 'Firefox on Windows',
  ip: '192.0.2.1',
  ways: ['PASSWORD'],
};
