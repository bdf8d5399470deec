import { useState } from 'react';

/**
 * What a person has changed in a form since it was shown, or since it was last saved. What others save meanwhile is no change of this person, so
 * it is not sent back.
 */
export function useChanges<Values extends object>(shown: Values) {
  const [base, setBase] = useState(shown);
  return {
    changesIn: (typed: Values): Partial<Values> =>
      Object.assign(
        {},
        ...Object.entries(typed).map(([name, value]) =>
          JSON.stringify(value) === JSON.stringify(Reflect.get(base, name)) ? {} : { [name]: value },
        ),
      ),
    saved: (typed: Values) => setBase(typed),
  };
}
