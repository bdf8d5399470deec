import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { App } from '../app.ts';
import { brandingInput } from '../branding/branding-input.ts';
import { nextBranding } from '../branding/next-branding.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { changedSettings } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import { lockRules } from '../rules/read-rules.ts';
import { keyFor, nameDomain } from '../senders/name-domain.ts';
import { transaction } from '../transaction.ts';
import { requestEvaluation } from './evaluate-pending.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';
import { hostTaken, movePages } from './move-pages.ts';
import { portalFields } from './portal-input.ts';
import { checkName } from './portal-name.ts';
import { switchPasswordLogin } from './switch-password-login.ts';

const {
  name,
  publicUrl,
  catalogUrl,
  contactEmail,
  mailFrom,
  origins,
  ssoCallbacks,
  locales,
  terms,
  passwordMinLength,
  passwordContextWords,
  undoWindow,
  remindAfter,
  sessionLimit,
  deletionGraceDays,
} = portalFields;
const updatePortalInput = z.object({
  portal: z.string(),
  name: name.nullish(),
  publicUrl: publicUrl.nullish(),
  catalogUrl: catalogUrl.nullish(),
  contactEmail: contactEmail.nullish(),
  mailFrom: mailFrom.nullish(),
  origins: origins.nullish(),
  ssoCallbacks: ssoCallbacks.nullish(),
  locales: locales.nullish(),
  terms: terms.nullish(),
  autoApprove: z.boolean().nullish(),
  applyToPending: z.boolean().nullish(),
  registrationOpen: z.boolean().nullish(),
  showApplicants: z.boolean().nullish(),
  passwordLogin: z.boolean().nullish(),
  passwordMinLength: passwordMinLength.nullish(),
  passwordContextWords: passwordContextWords.nullish(),
  secondFactor: z.enum(['OFF', 'OPTIONAL']).nullish(),
  botCheck: z.enum(['OFF', 'ADAPTIVE', 'ALWAYS']).nullish(),
  undoWindow: undoWindow.nullish(),
  remindAfter: remindAfter.nullish(),
  sessionLimit: sessionLimit.nullish(),
  deletionGraceDays: deletionGraceDays.nullish(),
  branding: brandingInput.nullish(),
});

/** `applyToPending` evaluates pending registrations again. */
export async function updatePortal(
  app: App,
  caller: ActingCaller | null,
  input: z.input<typeof updatePortalInput>,
): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const {
    portal: slug,
    publicUrl,
    mailFrom,
    terms,
    branding,
    locales: languages,
    applyToPending,
    ...settings
  } = parseInput(updatePortalInput, input);
  const { id } = await getPortalToConfigure(app, caller, slug);
  if (opensDoors({ publicUrl, mailFrom, ...settings })) demandConfirmed(caller);
  const senderKey = mailFrom ? await keyFor(app, { id, slug }, mailFrom) : null;

  // Null can empty only three settings. For the others it means the same as leaving them out.
  const named = Object.fromEntries(Object.entries(settings).filter(([, value]) => value != null));
  const ofTerms = terms === undefined ? {} : { termsVersion: terms?.version ?? null, termsUrl: terms?.url ?? null };
  const ofLocales = languages ? { defaultLocale: languages.default, offeredLocales: languages.offered } : {};
  const ofSender = mailFrom === undefined ? {} : { mailFrom };
  return await transaction(app, async (tx) => {
    if (settings.autoApprove != null || applyToPending) await lockRules(tx, id);
    if (settings.name != null) await checkName(tx, caller, id, settings.name);
    if (settings.passwordLogin != null) await switchPasswordLogin(tx, id, settings.passwordLogin);
    if (applyToPending) await requestEvaluation(tx, id);
    const before = await lockPortal(tx, id);
    if (!before) throw new NotFound('portal');
    const ofPages = publicUrl === undefined ? {} : await movePages(app, tx, before, publicUrl);
    const data = { ...ofPages, ...named, ...ofLocales, ...ofTerms, ...ofSender };
    const ofBrand = branding && { branding: await nextBranding(app, tx, before, branding) };
    const after = await tx.portal.update({ where: { id }, data: { ...data, ...ofBrand } }).catch((error: unknown) => {
      throw isTaken(error) ? hostTaken() : error;
    });
    if (mailFrom !== undefined) await nameDomain(tx, id, mailFrom, senderKey);
    await record(tx, {
      type: 'portal.updated',
      portalId: id,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id },
      data: { ...changedSettings(before, after), applyToPending: applyToPending === true },
    });
    return after;
  });
}

/** Links and codes that let people in go to these URLs, pages of these origins may use sessions, and people trust emails by their sender. */
function opensDoors(given: Partial<z.output<typeof updatePortalInput>>): boolean {
  const { autoApprove, passwordLogin, publicUrl, origins, ssoCallbacks, secondFactor, mailFrom } = given;
  const isSentElsewhere = Boolean(publicUrl || origins?.length || ssoCallbacks?.length || mailFrom);
  return autoApprove === true || passwordLogin === true || isSentElsewhere || secondFactor === 'OFF';
}
