import { readApiToken } from '../../domain/api-tokens/find-api-token.ts';
import { apiTokenExpiring } from '../../emails/api-token-expiring.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendApiTokenExpiringEmail: Handler<'sendApiTokenExpiringEmail'> = async (
  { app, mailer, log },
  { apiTokenId, adminId },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  const token =
    (await readApiToken(app.prisma, apiTokenId)) && (await app.prisma.apiToken.findUnique({ where: { id: apiTokenId } }));
  if (!admin || !token)
    return log.info({ adminId, apiTokenId }, 'no email about an API token: it has ended, or the admin was removed');
  const installation = installationOf(app, languageOfAdmin(admin.locale));
  const { name, prefix, expiresAt } = token;
  const email = await apiTokenExpiring({
    installation,
    name,
    prefix,
    expiresAt,
    tokensUrl: `${app.settings.publicUrl}/admin/tokens`,
  });
  await mailer.send({ job, portal: installation, to: admin.email }, email);
};
