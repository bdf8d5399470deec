import type { ReactNode } from 'react';
import { Page } from '../components/page.tsx';

export function NoSuchPage({ children }: { children?: ReactNode }) {
  return (
    <Page title="There is no such page" portal={null}>
      <p>Check the address for typing errors, or go back to the page that led you here.</p>
      {children}
    </Page>
  );
}
