import providers from 'email-providers/common.json' with { type: 'json' };

const listed = new Set(providers);

/** Whether everybody can get a mailbox at this domain, such as gmail.com. */
export const isFreeMail = (domain: string): boolean => listed.has(domain);
