import { setTimeout } from 'node:timers/promises';
import type { TypedDocumentString } from '../../generated/operations.ts';
import type { World } from './world.ts';

const MOST_TRIES = 20;
const PAUSE_MS = 500;

/** What a query answers. On a machine with too much to do, Gatehouse says that it has no connection free; then it is asked again. */
export async function read<Data, Variables extends object>(
  { gatehouse }: World,
  document: TypedDocumentString<Data, Variables>,
  variables: NoInfer<Variables>,
  token: string | undefined,
): Promise<Data> {
  for (let attempt = 1; ; attempt++) {
    const { data, errors, text } = await gatehouse.graphql(document, variables, { token });
    if (errors.length === 0) return data;
    const isBusy = errors.every(({ extensions }) => extensions?.code === 'TOO_MANY_ATTEMPTS');
    if (!isBusy || attempt === MOST_TRIES) throw new Error(text);
    await setTimeout(PAUSE_MS);
  }
}
