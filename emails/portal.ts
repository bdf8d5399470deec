/** What a mail says about the portal that sends it; header and footer of every mail are made from this. */
export type Portal = { name: string; contactEmail: string };

/** The portal that all previews show. */
export const previewPortal: Portal = { name: 'Acme Developers', contactEmail: 'developers@acme.example' };

/** What stands in a portal's place in mails to admins about themselves, which belong to no portal. */
export const previewInstallation: Portal = { name: 'Gatehouse', contactEmail: 'no-reply@acme.example' };
