import { useTranslations } from 'use-intl';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { TextArea } from '../components/text-area.tsx';
import { AnswerQuestionDocument, type LinkFragment, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link in the mail with a question of an admin. */
export function AnswerQuestion({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done, send } = useMailedLink(AnswerQuestionDocument, pagePath(portal, 'waiting'));
  if (done) return <Answered portal={portal} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="ANSWER_QUESTION"
      used={{ title: t('changes.answered'), next: { href: pagePath(portal, ''), label: t('parts.continue') } }}
    >
      {({ email, question }) => {
        const fields = portal.signUpFields.filter(({ key }) => question?.fields.some((field) => field.key === key));
        return (
          <Page title={t('changes.question')} portal={portal}>
            <p>{t.rich('changes.adminAsks', { strong, email: email ?? '', portal: portal.name })}</p>
            <blockquote className="question">{question?.text}</blockquote>
            <Form
              submit={t('changes.sendAnswer')}
              send={(typed) => send({ token: mailed.token, text: typed('text'), answers: typedAnswers(fields, typed) })}
            >
              <TextArea name="text" label={t('changes.yourAnswer')} />
              {fields.length > 0 && <Fields fields={fields} question={question} />}
            </Form>
            <NotMe mailed={mailed} />
          </Page>
        );
      }}
    </MailedPage>
  );
}

type FieldsProps = { fields: PortalFragment['signUpFields']; question: LinkFragment['question'] };

function Fields({ fields, question }: FieldsProps) {
  const t = useTranslations('changes');
  return (
    <>
      <h2>{t('filledIn')}</h2>
      <p>{t('mayChange')}</p>
      <AnswerFields fields={fields} answers={question?.answers ?? []} />
    </>
  );
}

function Answered({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('changes');
  return (
    <Page title={t('answerSent')} portal={portal}>
      <p>{t('adminsRead', { portal: portal.name })}</p>
    </Page>
  );
}
