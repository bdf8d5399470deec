import { ask } from '../../../api.ts';
import { ExportEventsDocument, type ExportEventsQueryVariables } from '../../generated/operations.ts';

/** The columns of `exportEvents`, as keys of the texts. */
export const EXPORTED = [
  'colPosition',
  'time',
  'colType',
  'colActorKind',
  'colActor',
  'colSubjectKind',
  'colSubject',
  'colData',
  'ip',
  'userAgent',
  'requestId',
] as const;

/** All entries that match, the oldest first, 500 at a time. */
export async function* exportEvents(variables: ExportEventsQueryVariables): AsyncGenerator<string[][]> {
  let after: string | null = null;
  do {
    const { auditLog }: Awaited<ReturnType<typeof askFor>> = await askFor(variables, after);
    yield (auditLog?.edges ?? []).map(({ node }) => [
      String(node.position),
      node.at,
      node.type,
      node.actorKind,
      node.actorName ?? node.actorId ?? '',
      node.subjectKind,
      node.subjectId ?? '',
      JSON.stringify(node.data),
      node.ip ?? '',
      node.userAgent ?? '',
      node.requestId ?? '',
    ]);
    after = auditLog?.pageInfo.hasNextPage ? auditLog.pageInfo.endCursor : null;
  } while (after);
}

const askFor = (variables: ExportEventsQueryVariables, after: string | null) =>
  ask(ExportEventsDocument, { ...variables, after });
