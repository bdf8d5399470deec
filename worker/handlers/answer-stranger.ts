import { answerAdmin } from '../../domain/admins/answer-admin.ts';
import { answerUnlinkedAdmin } from '../../domain/admins/answer-unlinked-admin.ts';
import { answerAtPortal } from '../../domain/developers/answer-at-portal.ts';
import type { Asked } from '../../domain/jobs/asked.ts';
import type { Handler } from '../handler.ts';

/** If there is something to mail, the job becomes that of the mail, which `runHandler` runs next. */
export const answerStranger: Handler<'answerStranger'> = async ({ app }, asked, job) => {
  Object.assign(job, await answerOf(asked.act)(app, job, asked));
};

function answerOf(act: Asked['act']) {
  if (act === 'RESET_ADMIN_PASSWORD') return answerAdmin;
  return act === 'LINK_ADMIN_SSO' ? answerUnlinkedAdmin : answerAtPortal;
}
