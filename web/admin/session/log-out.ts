import { act } from '../../api.ts';
import type { Refusal } from '../../components/form.tsx';
import { notePersonChange } from '../../kept-pages.ts';
import { AdminLogOutDocument } from '../generated/operations.ts';

/** Leaves for the log-in, or for the page where the provider of the company logs out. */
export async function logOut(everywhere: boolean): Promise<Refusal | null> {
  const answer = await act(AdminLogOutDocument, { everywhere });
  if ('message' in answer) return answer;
  notePersonChange();
  location.replace((answer.__typename === 'AdminLogOutSuccess' && answer.providerLogOutUrl) || '/admin/log-in');
  return null;
}
