import { LONGEST_PASSWORD } from '../domain/passwords/check-password.ts';
import { builder } from './api/builder.ts';

type Policy = { minLength: number; contextWords: string[] };

export const PasswordPolicy = builder.objectRef<Policy>('PasswordPolicy').implement({
  description:
    'The rules for a password, so that a form can show them. Every kind of character is allowed, and none is ' + 'required.',
  fields: (t) => ({
    minLength: t.exposeInt('minLength', {
      description: 'The minimum number of characters: 15, as NIST SP 800-63B-4 requires, unless the portal sets another.',
    }),
    maxLength: t.int({ description: 'The maximum number of characters.', resolve: () => LONGEST_PASSWORD }),
    refusesGuessable: t.boolean({
      description:
        'Always true. Passwords that are easy to guess are refused at any length: common ones, keyboard patterns, and ' +
        'those made from the email address, the name of the portal or `contextWords`.',
      resolve: () => true,
    }),
    refusesBreached: t.boolean({
      description:
        'Always true. Passwords that were in a data breach are refused: those of a list, and those that the service of the ' +
        'operator knows, if there is one.',
      resolve: () => true,
    }),
    contextWords: t.exposeStringList('contextWords', {
      description:
        'Words that make a password easy to guess at this portal, such as names of products. They do not add to its ' +
        'strength.',
    }),
  }),
});
