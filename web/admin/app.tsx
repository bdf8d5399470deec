import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Route, Switch } from 'wouter';
import { Loading } from '../components/loading.tsx';
import { NoSuchPage } from '../pages/no-such-page.tsx';
import { useIsAt, usePath } from './navigation.tsx';
import { DESK, ENTRANCE } from './routes.ts';
import { Shell } from './shell/shell.tsx';
import { TextsProvider } from './texts.tsx';
import { WhenLoaded } from './ui/when-loaded.tsx';

/** The page at the current path. */
export function App() {
  // A page of a mailed link puts another address into the bar once the link is used, and stays.
  const [Entrance] = useState(() => ENTRANCE.get(location.pathname));
  const isAtDesk = useIsAt([...DESK.keys()]);
  return (
    <TextsProvider>
      {!Entrance && isAtDesk ? (
        <Shell>
          <DeskPages />
        </Shell>
      ) : (
        <div className="narrow">
          <Suspense fallback={<Loading />}>{Entrance ? <Entrance /> : <NoSuchPageForAdmins />}</Suspense>
        </div>
      )}
    </TextsProvider>
  );
}

function NoSuchPageForAdmins() {
  const t = useTranslations('shell');
  return (
    <NoSuchPage>
      <p>
        <a href="/admin">{t('requests')}</a>
      </p>
    </NoSuchPage>
  );
}

function DeskPages() {
  const path = usePath();
  return (
    <WhenLoaded key={path}>
      <Switch>
        {[...DESK].map(([pattern, Page]) => (
          <Route key={pattern} path={pattern}>
            <Page />
          </Route>
        ))}
      </Switch>
    </WhenLoaded>
  );
}
