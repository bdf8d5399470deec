import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { TextArea } from '../components/text-area.tsx';
import { AnswerQuestionDocument, type LinkFragment, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link in the mail with a question of an admin. */
export function AnswerQuestion({ portal }: { portal: PortalFragment }) {
  const { mailed, done, send } = useMailedLink(AnswerQuestionDocument, pagePath(portal, 'waiting'));
  if (done) return <Answered portal={portal} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="ANSWER_QUESTION"
      used={{ title: 'You answered this question already', next: { href: pagePath(portal, ''), label: 'Continue' } }}
    >
      {({ email, question }) => {
        const fields = portal.signUpFields.filter(({ key }) => question?.fields.some((field) => field.key === key));
        return (
          <Page title="A question about your registration" portal={portal}>
            <p>
              Your registration at {portal.name} with the email address <strong>{email}</strong> is waiting for a decision. An
              admin asks you:
            </p>
            <blockquote className="question">{question?.text}</blockquote>
            <Form
              submit="Send the answer"
              send={(typed) => send({ token: mailed.token, text: typed('text'), answers: typedAnswers(fields, typed) })}
            >
              <TextArea name="text" label="Your answer" />
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
  return (
    <>
      <h2>What you filled in</h2>
      <p>You can change it here.</p>
      <AnswerFields fields={fields} answers={question?.answers ?? []} />
    </>
  );
}

function Answered({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Your answer is sent" portal={portal}>
      <p>The admins of {portal.name} can read it now. You will get an email when they have decided.</p>
    </Page>
  );
}
