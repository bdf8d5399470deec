import { Page } from '../components/page.tsx';

export function NoSuchPage() {
  return (
    <Page title="There is no such page" portal={null}>
      <p>The address may be mistyped, or the portal may have another one by now. Go back to where you found it.</p>
    </Page>
  );
}
