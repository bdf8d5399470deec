import { answerStranger as answer } from '../../domain/strangers/answer.ts';
import type { Handler } from '../handler.ts';
import { runHandler } from './index.ts';

/** Looks up what a stranger asked for an address. The job turns into that of the mail, if there is one, which goes out at once. */
export const answerStranger: Handler<'answerStranger'> = async (environment, { sealed }, jobId, claim) => {
  const mail = await answer(environment.app, jobId, sealed);
  // From now on it is that job, in the log too.
  if (mail) await runHandler(environment, Object.assign(claim, mail));
};
