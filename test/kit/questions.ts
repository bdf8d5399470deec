import {
  AnswerQuestionDocument,
  type AnswerQuestionInput,
  AskDevelopersDocument,
  QuestionsDocument,
} from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { mailedToken } from './people.ts';
import { present } from './present.ts';

export const askDevelopers = (gatehouse: Site, ids: string[], question: string, token: string | undefined) =>
  mutate(gatehouse, AskDevelopersDocument, { ids, question }, { token });

export const answerQuestion = (gatehouse: Site, token: string, more: Omit<AnswerQuestionInput, 'token'>) =>
  mutate(gatehouse, AnswerQuestionDocument, { token, ...more });

/** The questions to a developer, the newest first. */
export async function questionsTo({ graphql }: Site, id: string, token: string) {
  const { data, text } = await graphql(QuestionsDocument, { id }, { token });
  return present(data?.developer?.questions, `questions in ${text}`);
}

/** Asks one person, and takes the mail. @returns the token of its link */
export async function askedPerson(
  gatehouse: Installation,
  { id, email }: { id: string; email: string },
  question: string,
  admin: string,
): Promise<string> {
  const { results } = await succeed(askDevelopers(gatehouse, [id], question, admin));
  if (results[0]?.error) throw new Error(results[0].error.message);
  return await mailedToken(gatehouse, email);
}
