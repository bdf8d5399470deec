import type { PortalFragment } from '../generated/operations.ts';
import { Page } from './page.tsx';

/** Replaces a page that could not be loaded. */
export function Failure({ sentence, portal }: { sentence: string; portal: PortalFragment | null }) {
  return (
    <Page title="Something went wrong" portal={portal}>
      <p>{sentence}</p>
      <p>
        <a href={location.href}>Try again</a>
      </p>
    </Page>
  );
}
