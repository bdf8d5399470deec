import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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
  return textsOf(portal)('status.questionSubject', { portal: portal.name });
}

export default function Question({ portal, fullName, question: text, answerUrl, expiresInHours }: QuestionProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('status.questionHeading')} because={t('frame.registered', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('status.question', { portal: portal.name })}</Paragraph>
      <Quote text={text} />
      <Paragraph>{t('status.answer')}</Paragraph>
      <Button href={answerUrl} portal={portal}>
        {t('status.answerButton')}
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
