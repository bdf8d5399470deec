import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Section } from '../../components/section.tsx';
import { type PortalFragment, UpdateProfileDocument } from '../../generated/operations.ts';
import { PersonHere } from '../../person-here.ts';
import { Row } from './row.tsx';

export function AccountProfile({ portal, fullName: atFirst }: { portal: PortalFragment; fullName: string }) {
  const t = useTranslations();
  const { lookAgain } = use(PersonHere);
  const [fullName, setFullName] = useState(atFirst);
  return (
    <Row id="profile" title={t('ownAccount.profile')} value={fullName}>
      <Section
        submit={t('ownAccount.saveName')}
        done={t('ownAccount.nameSaved')}
        send={async (typed) => {
          const answer = await act(UpdateProfileDocument, { portal: portal.slug, fullName: typed('fullName') });
          if (answer.__typename !== 'UpdateProfileSuccess') return answer;
          setFullName(answer.developer.fullName);
          void lookAgain();
          return null;
        }}
      >
        <Field name="fullName" label={t('parts.fullName')} autoComplete="name" defaultValue={fullName} />
      </Section>
    </Row>
  );
}
