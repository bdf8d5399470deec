import { answerAdmin } from '../../domain/admins/answer-admin.ts';
import { answerAtPortal } from '../../domain/developers/answer-at-portal.ts';
import type { Handler } from '../handler.ts';

/** If there is something to mail, the job becomes that of the mail, which `runHandler` runs next. */
export const answerStranger: Handler<'answerStranger'> = async ({ app }, asked, job) => {
  const answer = asked.act === 'RESET_ADMIN_PASSWORD' ? answerAdmin : answerAtPortal;
  Object.assign(job, await answer(app, job, asked));
};
