import { apiTokenCreated } from '../../emails/api-token-created.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

/** Also if the token has ended meanwhile: the admin has to know that there was one. */
export const sendApiTokenCreatedEmail: Handler<'sendApiTokenCreatedEmail'> = async (
  { app, mailer, log },
  { apiTokenId },
  job,
) => {
  const token = await app.prisma.apiToken.findUnique({ where: { id: apiTokenId }, include: { maker: true } });
  if (!token?.maker) return log.info({ apiTokenId }, 'no email about a new API token: the admin was removed');
  const installation = installationOf(app, languageOfAdmin(token.maker.locale));
  const { name, prefix, expiresAt, maker } = token;
  const email = await apiTokenCreated({
    installation,
    name,
    prefix,
    expiresAt,
    tokensUrl: `${app.settings.publicUrl}/admin/tokens`,
  });
  await mailer.send({ job, portal: installation, to: maker.email }, email);
};
