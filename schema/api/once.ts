import type { Context } from './context.ts';

/**
 * Makes a read that many aliases of one request share: it is done once for each request and id.
 * @param read what to read of the id
 */
export function once<Result>(read: (context: Context, id: string) => Promise<Result>) {
  const answers = new WeakMap<Context, Map<string, Promise<Result>>>();
  return (context: Context, id: string): Promise<Result> => {
    const ofRequest = answers.get(context) ?? new Map<string, Promise<Result>>();
    answers.set(context, ofRequest);
    const answer = ofRequest.get(id) ?? read(context, id);
    ofRequest.set(id, answer);
    return answer;
  };
}
