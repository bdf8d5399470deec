import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { namesOf } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type QuestionProps = {
  portal: Portal;
  fullName: string;
  /** Plain text with line breaks. */
  question: string;
  answerUrl: string;
  expiresInHours: number;
};

export function question(props: QuestionProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <Question {...props} />);
}

const wordsIn = ({ portal, fullName }: QuestionProps) => wordsOf('QUESTION', portal, namesOf(portal, fullName));

export default function Question(props: QuestionProps) {
  const { portal, question: text, answerUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.registered', { portal: portal.name })}>
      {body}
      <Quote text={text} />
      <Paragraph>{t('status.answer')}</Paragraph>
      <Button href={answerUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('status.answerHow', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
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
