import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Form, type Refusal, type Typed } from '../../../components/form.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { useAct } from '../../data/use-act.ts';
import { InvitePeopleDocument, type InvitePeopleMutation } from '../../generated/operations.ts';
import type { PortalInReach } from '../../session/session.tsx';
import { ForOnePortal } from '../../shell/for-one-portal.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { typedBox, typedDays } from '../../ui/typed.ts';
import { InviteResults } from './invite-results.tsx';
import { LinesToCorrect } from './lines-to-correct.tsx';
import { readPeople } from './typed-people.ts';

export type InviteResult = Extract<
  NonNullable<InvitePeopleMutation['inviteDevelopers']>,
  { __typename: 'InviteDevelopersSuccess' }
>['results'][number];

const DAY_S = 86_400;

/** Invites one person or a thousand. */
export function InvitePeople() {
  const t = useTranslations('invitations');
  const { portal } = usePortal();
  return (
    <DeskPage title={portal ? t('inviteTitle', { portal: portal.name }) : t('invite')}>
      <ForOnePortal>{(chosen) => <InviteTo portal={chosen} />}</ForOnePortal>
    </DeskPage>
  );
}

function InviteTo({ portal }: { portal: PortalInReach }) {
  const t = useTranslations('invitations');
  const act = useAct();
  const [text, setText] = useState('');
  const [results, setResults] = useState<InviteResult[] | null>(null);
  const { people, wrong } = readPeople(text);

  async function invite(typed: Typed): Promise<Refusal | null> {
    if (people.length === 0 || wrong.length > 0) {
      return { message: '', issues: [{ path: ['people'], message: t(wrong.length > 0 ? 'correctLines' : 'noPeople') }] };
    }
    const answer = await act(InvitePeopleDocument, {
      portal: portal.slug,
      invitations: people,
      approved: typedBox(typed, 'approved'),
      sendInvitation: typedBox(typed, 'mailed'),
      expiresIn: typedDays(typed, 'expiresIn') * DAY_S,
      message: typed('message').trim() || null,
    });
    if (answer.__typename !== 'InviteDevelopersSuccess') return answer;
    setResults(answer.results);
    const left = people.filter((_, at) => answer.results[at]?.error);
    setText(left.map(({ email, fullName }) => [email, ...(fullName ? [fullName] : [])].join(', ')).join('\n'));
    return null;
  }

  return (
    <>
      {results && <InviteResults results={results} />}
      <div className="card">
        <Form submit={t('send')} send={invite}>
          <TextArea
            name="people"
            label={t('people')}
            hint={t('peopleHint')}
            rows={10}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <LinesToCorrect count={people.length} wrong={wrong} />
          <TextArea name="message" label={t('message')} hint={t('messageHint')} rows={4} />
          <TickBox name="approved" label={t('approved')} hint={t('approvedHint')} />
          <TickBox name="mailed" label={t('mailed')} hint={t('mailedHint')} isTicked />
          <Field name="expiresIn" label={t('days')} type="number" min={1} max={90} defaultValue={7} />
        </Form>
      </div>
    </>
  );
}
