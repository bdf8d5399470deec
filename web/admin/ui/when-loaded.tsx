import { Component, type ReactNode, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { DeskPage } from './desk-page.tsx';

/** Shows that the file of a page is on its way, or that it did not come. The frame around it stays. */
export function WhenLoaded({ children }: { children: ReactNode }) {
  const t = useTranslations('ui');
  return (
    <IfItFails show={<NotLoaded />}>
      <Suspense fallback={<p role="status">{t('loading')}</p>}>{children}</Suspense>
    </IfItFails>
  );
}

function NotLoaded() {
  const t = useTranslations('ui');
  return (
    <DeskPage title={t('notLoadedTitle')}>
      <p>{t('notLoaded')}</p>
      <Button onPress={() => location.reload()}>{t('again')}</Button>
    </DeskPage>
  );
}

/** React has no hook for this. */
class IfItFails extends Component<{ show: ReactNode; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError = () => ({ hasFailed: true });

  override render = () => (this.state.hasFailed ? this.props.show : this.props.children);
}
