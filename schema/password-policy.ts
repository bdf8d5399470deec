import { LONGEST_PASSWORD } from '../domain/passwords/check-password.ts';
import { builder } from './api/builder.ts';

type Policy = { minLength: number; contextWords: string[] };

export const PasswordPolicy = builder.objectRef<Policy>('PasswordPolicy').implement({
  description: 'What a password must be, so that a form can say it beforehand. No kind of character is asked for or refused.',
  fields: (t) => ({
    minLength: t.exposeInt('minLength', {
      description: 'In characters (NIST SP 800-63B-4 asks for 15 where a password is all).',
    }),
    maxLength: t.int({ description: 'In characters.', resolve: () => LONGEST_PASSWORD }),
    refusesGuessable: t.boolean({
      description:
        'Always true, whatever the length: common passwords, rows of the keyboard and other patterns are refused, and so is what is ' +
        "made of the person's address, the name of the portal or `contextWords`.",
      resolve: () => true,
    }),
    contextWords: t.exposeStringList('contextWords', {
      description: 'More words that attackers try here: they count for nothing in a password.',
    }),
  }),
});
