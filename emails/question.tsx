import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type QuestionProps = {
  portal: Portal;
  fullName: string;
  /** Plain text with line breaks. */
  question: string;
  answerUrl: string;
  expiresInHours: number;
};

export function question(props: QuestionProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <Question {...props} />);
}

function subject({ portal }: QuestionProps): string {
  return `A question about your registration at ${portal.name}`;
}

export default function Question({ portal, fullName, question: text, answerUrl, expiresInHours }: QuestionProps) {
  return (
    <Layout portal={portal} heading="A question about your registration" because={`you registered at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>Your registration at {portal.name} is waiting for a decision. First, an admin has a question:</Paragraph>
      <Quote text={text} />
      <Paragraph>Answer the question:</Paragraph>
      <Button href={answerUrl}>Answer the question</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. You can also change what you filled in when you signed
        up. Do not reply to this email: the admins read only answers from that page.
      </Paragraph>
    </Layout>
  );
}

Question.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  question: 'Which of our APIs do you want to use?\nAnd for which company?',
  answerUrl: 'https://developers.acme.example/answer-question?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 168,
} satisfies QuestionProps;
