/** What a mail says about the portal that sends it; header and footer of every mail are made from this. */
export type Portal = { name: string; contactEmail: string };

/** The portal that all previews show. */
export const previewPortal: Portal = { name: 'Acme Developers', contactEmail: 'developers@acme.example' };
