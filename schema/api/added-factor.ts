import type { AddedFactor } from '../../domain/second-factors/add-factor.ts';
import { SecondFactor } from '../second-factors.ts';
import { builder } from './builder.ts';

/** The success of setting up a second factor of any kind. */
export const addedFactor = (name: string, description: string) =>
  builder.objectRef<AddedFactor>(name).implement({
    description,
    fields: (t) => ({
      secondFactor: t.field({
        type: SecondFactor,
        description: 'The new second factor.',
        resolve: ({ secondFactor }) => secondFactor,
      }),
      recoveryCodes: t.stringList({
        nullable: true,
        description:
          'With the first second factor: ten codes for a person who has lost it. Each counts once. Show them now, because only ' +
          'this answer has them. Null with another one.',
        resolve: ({ recoveryCodes }) => recoveryCodes,
      }),
    }),
  });
