import { TimelineDocument, type TimelineQueryVariables } from '../generated/operations.ts';
import type { Site } from './mutate.ts';
import { present } from './present.ts';

/** A page of the timeline of a developer, and what it says of itself. */
export async function timelineOf({ graphql }: Site, variables: TimelineQueryVariables, token: string) {
  const { data, text } = await graphql(TimelineDocument, variables, { token });
  const { edges, ...page } = present(data?.developer?.timeline, `a timeline in ${text}`);
  return { ...page, entries: edges.map(({ node }) => node) };
}
