import { useTranslations } from 'use-intl';
import { useParams } from 'wouter';
import { WhenFound } from '../../data/found.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Access } from '../person/access.tsx';
import { PersonActs } from '../person/person-acts.tsx';
import { PersonFacts, useFoundPerson } from '../person/person-detail.tsx';

/** Everything about one person, and all that can be done. */
export function PersonPage() {
  const { id = '' } = useParams();
  return <ThePerson key={id} id={id} />;
}

function ThePerson({ id }: { id: string }) {
  const t = useTranslations('person');
  const pages = useTranslations('shell');
  const found = useFoundPerson(id);
  return (
    <DeskPage title={found.answer?.developer?.fullName ?? pages('people')}>
      <WhenFound found={found}>
        {({ developer }) =>
          developer ? (
            <>
              <PersonActs person={developer} />
              <div className="card">
                <PersonFacts person={developer} level={2} />
              </div>
              <Access id={id} name={developer.fullName} mayAct={(developer.possibleActs ?? []).includes('END_SESSIONS')} />
            </>
          ) : (
            <p>{t('gone')}</p>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
