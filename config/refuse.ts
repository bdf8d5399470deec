import * as z from 'zod';

/** Why a value is refused, as a sentence that starts with the name of the variable. It never repeats the value, which can be secret. */
export class Refusal extends Error {}

/** A variable that is read by a function; what that throws as a `Refusal` is told beside the other variables that are wrong. */
export const reading = <Value>(read: (text: string) => Value) =>
  z.string().transform((text, context) => {
    try {
      return read(text.trim());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

/** Whether a text says that something is switched off. */
export const isOff = (text: string): boolean => /^(off|none|no|false|disabled?)$/i.test(text);
