import { type ComponentType, lazy } from 'react';

type Load<Props> = () => Promise<ComponentType<Props>>;

const page = (load: Load<object>) => lazy(async () => ({ default: await load() }));

/** Pages that need no session: ways in, and what mailed links open. The build reads the paths of both tables. */
export const ENTRANCE = new Map([
  ['/admin/log-in', page(async () => (await import('./pages/log-in.tsx')).AdminLogIn)],
  ['/admin/logged-in', page(async () => (await import('./pages/logged-in.tsx')).AdminLoggedIn)],
  ['/admin/forgot-password', page(async () => (await import('./pages/forgot-password.tsx')).AdminForgotPassword)],
  ['/admin/reset-password', page(async () => (await import('./pages/reset-password.tsx')).AdminResetPassword)],
  ['/admin/accept-invitation', page(async () => (await import('./pages/accept-invitation.tsx')).AdminAcceptInvitation)],
  ['/admin/second-factor', page(async () => (await import('./pages/second-factor.tsx')).AdminSecondFactor)],
  ['/admin/confirm', page(async () => (await import('./pages/confirm.tsx')).AdminConfirm)],
  ['/admin/decide', page(async () => (await import('./pages/decide.tsx')).AdminDecide)],
  ['/admin/sso-trial', page(async () => (await import('./pages/sso-trial.tsx')).AdminSsoTrial)],
  ['/admin/confirm-sso', page(async () => (await import('./pages/confirm-sso.tsx')).AdminConfirmSso)],
  ['/admin/sso-confirm-sent', page(async () => (await import('./pages/sso-confirm-sent.tsx')).AdminSsoConfirmSent)],
  ['/admin/sso-failed', page(async () => (await import('./pages/sso-failed.tsx')).AdminSsoFailed)],
]);

/** Pages of an admin who is logged in, in the frame with the navigation. */
export const DESK = new Map([
  ['/admin', page(async () => (await import('./pages/start/home.tsx')).Home)],
  ['/admin/overview', page(async () => (await import('./pages/overview/overview.tsx')).Overview)],
  ['/admin/people', page(async () => (await import('./pages/people/people.tsx')).People)],
  ['/admin/people/:id', page(async () => (await import('./pages/people/person.tsx')).PersonPage)],
  ['/admin/invitations', page(async () => (await import('./pages/invitations/invitations.tsx')).Invitations)],
  ['/admin/invitations/new', page(async () => (await import('./pages/invitations/invite-people.tsx')).InvitePeople)],
  ['/admin/invitations/link', page(async () => (await import('./pages/invitations/make-link.tsx')).MakeLink)],
  ['/admin/rules', page(async () => (await import('./pages/rules/rules.tsx')).Rules)],
  ['/admin/rules/history', page(async () => (await import('./pages/rules/rules-history.tsx')).RulesHistory)],
  ['/admin/rules/reasons', page(async () => (await import('./pages/reasons/reasons.tsx')).Reasons)],
  ['/admin/portals', page(async () => (await import('./pages/portals/portals.tsx')).Portals)],
  ['/admin/portals/:slug', page(async () => (await import('./pages/portals/portal.tsx')).PortalPage)],
  ['/admin/portals/:slug/brand', page(async () => (await import('./pages/brand/brand.tsx')).BrandPage)],
  ['/admin/portals/:slug/emails', page(async () => (await import('./pages/emails/emails.tsx')).Emails)],
  ['/admin/portals/:slug/form', page(async () => (await import('./pages/portals/form.tsx')).SignUpForm)],
  ['/admin/portals/:slug/terms', page(async () => (await import('./pages/portals/terms.tsx')).PortalTerms)],
  ['/admin/portals/:slug/sender', page(async () => (await import('./pages/sender/sender.tsx')).SenderPage)],
  ['/admin/portals/:slug/sso', page(async () => (await import('./pages/sso/portal-connections.tsx')).PortalConnections)],
  ['/admin/admins', page(async () => (await import('./pages/admins/admins.tsx')).Admins)],
  ['/admin/tokens', page(async () => (await import('./pages/tokens/tokens.tsx')).Tokens)],
  ['/admin/installation', page(async () => (await import('./pages/installation/installation.tsx')).InstallationPage)],
  ['/admin/log', page(async () => (await import('./pages/log/log.tsx')).Log)],
  ['/admin/jobs', page(async () => (await import('./pages/jobs/jobs.tsx')).Jobs)],
  ['/admin/notifications', page(async () => (await import('./pages/notifications/notifications.tsx')).Notifications)],
  ['/admin/start', page(async () => (await import('./pages/start/start.tsx')).FirstSteps)],
  ['/admin/security', page(async () => (await import('./pages/security/security.tsx')).AdminSecurity)],
]);
