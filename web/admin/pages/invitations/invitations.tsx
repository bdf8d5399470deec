import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindInvitationsDocument, type InvitationKind, type InvitationState } from '../../generated/operations.ts';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { usePortal } from '../../shell/portal-choice.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { InvitationTable } from './invitation-table.tsx';

const STATES = ['OPEN', 'USED', 'EXPIRED', 'REVOKED'] as const satisfies InvitationState[];
const KINDS = ['NAMED', 'LINK'] as const satisfies InvitationKind[];

/** Whom admins invited, and the links that they handed out. */
export function Invitations() {
  const t = useTranslations('invitations');
  const { portal, query } = usePortal();
  const { mayDecide } = useRights(portal?.slug ?? null);
  const set = useSetQuery();
  const [email] = useQueryText('email');
  const [chosenState] = useQueryText('state');
  const [chosenKind] = useQueryText('kind');
  const [place, turn] = useQueryText('page');
  const state = STATES.find((one) => one === chosenState);
  const kind = KINDS.find((one) => one === chosenKind);
  const filter = { ...(state && { state: [state] }), ...(kind && { kind }), ...(email.includes('@') && { email }) };
  const found = useFound(
    FindInvitationsDocument,
    { portal: portal?.slug ?? null, filter, ...pageAt(place) },
    { keepsOld: true },
  );
  const all = { value: '', label: t('all') } as const;
  return (
    <DeskPage
      title={t('title')}
      acts={
        portal &&
        mayDecide && (
          <>
            <Link className="button" href={`/admin/invitations/new${query}`}>
              {t('invite')}
            </Link>
            <Link className="second button" href={`/admin/invitations/link${query}`}>
              {t('makeLink')}
            </Link>
          </>
        )
      }
    >
      {!portal && <p>{t('choosePortal')}</p>}
      <div className="filters">
        <SearchField label={t('search')} value={email} onSearch={(text) => set({ email: text, page: '' })} />
        <Choice
          label={t('state')}
          value={state ?? ''}
          choices={[all, ...STATES.map((value) => ({ value, label: t(value) }))]}
          onChange={(value) => set({ state: value, page: '' })}
        />
        <Choice
          label={t('kind')}
          value={kind ?? ''}
          choices={[all, ...KINDS.map((value) => ({ value, label: t(value) }))]}
          onChange={(value) => set({ kind: value, page: '' })}
        />
      </div>
      <WhenFound found={found}>
        {({ invitations }) =>
          invitations && (
            <>
              <p role="status">{t('count', { count: invitations.totalCount })}</p>
              <InvitationTable invitations={invitations.edges.map(({ node }) => node)} />
              <Pager pageInfo={invitations.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
