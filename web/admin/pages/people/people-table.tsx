import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { FindPeopleQuery } from '../../generated/operations.ts';
import { Moment, useMoment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';

type ListedPerson = NonNullable<FindPeopleQuery['developers']>['edges'][number]['node'];

type PeopleTableProps = { people: ListedPerson[]; isOfAll: boolean };

export function PeopleTable({ people, isOfAll }: PeopleTableProps) {
  const t = useTranslations('people');
  const moment = useMoment();
  return (
    <DataTable
      label={t('title')}
      rows={people}
      idOf={({ id }) => id}
      none={t('none')}
      columns={[
        {
          title: t('name'),
          isRowHeader: true,
          cell: ({ id, fullName }) => <Link href={`/admin/people/${id}`}>{fullName}</Link>,
        },
        { title: t('email'), cell: ({ email }) => email },
        ...(isOfAll ? [{ title: t('portal'), cell: ({ portal }: ListedPerson) => portal.name }] : []),
        {
          title: t('status'),
          cell: ({ status, emailVerified, deletionDueAt }) => {
            const word = t(status === 'PENDING' ? (emailVerified ? 'waiting' : 'unverified') : status);
            return deletionDueAt ? t('goingToBeDeleted', { status: word, at: moment(deletionDueAt) }) : word;
          },
        },
        { title: t('registered'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
        { title: t('lastLogIn'), cell: ({ lastLogInAt }) => (lastLogInAt ? <Moment at={lastLogInAt} /> : t('never')) },
      ]}
    />
  );
}
