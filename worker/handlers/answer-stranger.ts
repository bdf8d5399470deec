import { answerAdmin } from '../../domain/admins/answer-stranger.ts';
import { answerAtPortal } from '../../domain/developers/answer-stranger.ts';
import type { Handler } from '../handler.ts';

/** Looks up the email address that a stranger entered. The job turns into that of the mail, if there is something to mail. */
export const answerStranger: Handler<'answerStranger'> = async ({ app }, asked, _jobId, claim) => {
  const answer = asked.act === 'RESET_ADMIN_PASSWORD' ? answerAdmin : answerAtPortal;
  Object.assign(claim, await answer(app, claim, asked));
};
