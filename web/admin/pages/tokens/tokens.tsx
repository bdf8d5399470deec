import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindApiTokensDocument } from '../../generated/operations.ts';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { useSession } from '../../session/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { CreateToken } from './create-token.tsx';
import { TokenTable } from './token-table.tsx';

/** Secrets with which programs use the API. */
export function Tokens() {
  const t = useTranslations('tokens');
  const { me } = useSession();
  const set = useSetQuery();
  const [ended] = useQueryText('ended');
  const [place, turn] = useQueryText('page');
  const [isCreating, setCreating] = useState(false);
  const found = useFound(FindApiTokensDocument, { ended: ended === 'yes', ...pageAt(place) }, { keepsOld: true });
  return (
    <DeskPage title={t('title')} acts={me.roles.length > 0 && <Button onPress={() => setCreating(true)}>{t('create')}</Button>}>
      <p>{t('about')}</p>
      {isCreating && <CreateToken close={() => setCreating(false)} />}
      <div className="filters">
        <Choice
          label={t('show')}
          value={ended === 'yes' ? 'yes' : ''}
          choices={[
            { value: '', label: t('working') },
            { value: 'yes', label: t('ended') },
          ]}
          onChange={(value) => set({ ended: value, page: '' })}
        />
      </div>
      <WhenFound found={found}>
        {({ apiTokens }) =>
          apiTokens && (
            <>
              <TokenTable tokens={apiTokens.edges.map(({ node }) => node)} />
              <Pager pageInfo={apiTokens.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
