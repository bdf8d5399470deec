import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPersonDocument, type FindPersonQuery } from '../../generated/operations.ts';
import { Answers } from './answers.tsx';
import { Facts } from './facts.tsx';
import { Notes } from './notes.tsx';
import './person.css';
import { Questions } from './questions.tsx';

/** The last part of the page, which has the words for all kinds of events. The others do not wait for it. */
const Timeline = lazy(async () => ({ default: (await import('./timeline.tsx')).Timeline }));

export type Person = NonNullable<FindPersonQuery['developer']>;

export const useFoundPerson = (id: string) => useFound(FindPersonDocument, { id });

type PersonDetailProps = {
  id: string;
  /** The level of the headings. */
  level: 2 | 3;
};

/** What admins know about a person, to read. */
export function PersonDetail({ id, level }: PersonDetailProps) {
  const t = useTranslations('person');
  const found = useFoundPerson(id);
  return (
    <WhenFound found={found}>
      {({ developer }) => (developer ? <PersonFacts person={developer} level={level} /> : <p>{t('gone')}</p>)}
    </WhenFound>
  );
}

export function PersonFacts({ person, level }: { person: Person; level: 2 | 3 }) {
  return (
    <div className="person-detail">
      <Facts person={person} />
      <Answers person={person} level={level} />
      <Questions person={person} level={level} />
      <Notes person={person} level={level} />
      <Suspense>
        <Timeline id={person.id} level={level} />
      </Suspense>
    </div>
  );
}
