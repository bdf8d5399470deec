import { ask } from '../../../api.ts';
import { ExportPeopleDocument, type ExportPeopleQueryVariables } from '../../generated/operations.ts';

/** The columns of `exportPeople`, as keys of the texts. */
export const EXPORTED = ['id', 'email', 'name', 'portal', 'status', 'registered', 'lastLogIn', 'answers'] as const;

/** All people of the list, 100 at a time. */
export async function* exportPeople(variables: ExportPeopleQueryVariables): AsyncGenerator<string[][]> {
  let after: string | null = null;
  do {
    const { developers }: Awaited<ReturnType<typeof askFor>> = await askFor(variables, after);
    yield (developers?.edges ?? []).map(({ node }) => [
      node.id,
      node.email,
      node.fullName,
      node.portal.slug,
      node.status === 'PENDING' && !node.emailVerified ? 'UNVERIFIED' : node.status,
      node.createdAt,
      node.lastLogInAt ?? '',
      node.answers.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ]);
    after = developers?.pageInfo.hasNextPage ? developers.pageInfo.endCursor : null;
  } while (after);
}

const askFor = (variables: ExportPeopleQueryVariables, after: string | null) =>
  ask(ExportPeopleDocument, { ...variables, after });
