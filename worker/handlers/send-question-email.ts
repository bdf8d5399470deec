import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { QUESTION_TTL_MS } from '../../domain/questions/ask-developers.ts';
import { question as renderQuestion } from '../../emails/question.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

export const sendQuestionEmail: Handler<'sendQuestionEmail'> = async (environment, { tokenId }, job) => {
  const { app, mailer } = environment;
  const found = await findMailedToken(environment, tokenId);
  const asked = found && (await app.prisma.question.findUnique({ where: { id: tokenId } }));
  if (!asked) return;
  const { portal, fullName, typedEmail, locale } = found.developer;
  const email = await renderedFor(environment, { mail: 'QUESTION', portal, locale }, renderQuestion, {
    fullName,
    question: asked.text,
    answerUrl: pageUrl(app, portal, 'answer-question', found.secret),
    expiresInHours: inHours(QUESTION_TTL_MS),
  });
  await mailer.send({ job, portal, to: typedEmail }, email);
};
