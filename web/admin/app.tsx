import { Suspense, useState } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '../components/loading.tsx';
import { NoSuchPage } from '../pages/no-such-page.tsx';
import { useIsAt } from './navigation.tsx';
import { DESK, ENTRANCE } from './routes.ts';
import { Shell } from './shell/shell.tsx';
import { TextsProvider } from './texts.tsx';

/** The page at the current path. */
export function App() {
  // A page of a mailed link puts another address into the bar once the link is used, and stays.
  const [Entrance] = useState(() => ENTRANCE.get(location.pathname));
  const isAtDesk = useIsAt([...DESK.keys()]);
  return (
    <TextsProvider>
      {!Entrance && isAtDesk ? (
        <Shell>
          <Suspense>
            <DeskPages />
          </Suspense>
        </Shell>
      ) : (
        <div className="narrow">
          <Suspense fallback={<Loading />}>{Entrance ? <Entrance /> : <NoSuchPage />}</Suspense>
        </div>
      )}
    </TextsProvider>
  );
}

const DeskPages = () => (
  <Switch>
    {[...DESK].map(([path, Page]) => (
      <Route key={path} path={path}>
        <Page />
      </Route>
    ))}
  </Switch>
);
