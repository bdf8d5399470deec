import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { OtherWords, parametersOf } from '../use-refusal-in-words.ts';

const REFUSALS = ['Conflict', 'ConfirmationRequired', 'InvitationEnded', 'SecondFactorMissing', 'Stale'] as const;

/** Not NOT_PERMITTED, which says what exactly is not possible. */
const ISSUES = [
  'CONTRADICTORY',
  'DUPLICATE',
  'IN_USE',
  'MALFORMED',
  'MISSING_VARIABLE',
  'NOT_A_DOMAIN',
  'NOT_A_PICTURE',
  'NO_WAY_IN',
  'PUBLIC_SUFFIX',
  'TOO_FEW',
  'TOO_HIGH',
  'TOO_LARGE',
  'TOO_LOW',
  'TOO_MANY',
  'UNKNOWN_CONNECTION',
  'UNKNOWN_FIELD',
  'UNKNOWN_VARIABLE',
] as const;

/** What the API refuses to admins alone, in the language of the desk. */
export function MoreWords({ children }: { children: ReactNode }) {
  const t = useTranslations('refused');
  const words = useMemo(
    (): OtherWords => ({
      issue: (issue) => {
        const known = ISSUES.find((one) => one === issue.code);
        return known ? t(`issues.${known}`, { minimum: 'none', maximum: 'none', ...parametersOf(issue) }) : null;
      },
      refusal: ({ __typename }) => {
        const known = REFUSALS.find((one) => one === __typename);
        return known ? t(known) : null;
      },
    }),
    [t],
  );
  return <OtherWords value={words}>{children}</OtherWords>;
}
