import { buffer } from 'node:stream/consumers';
import Signer from 'nodemailer/lib/dkim';

/** How an email is signed (DKIM, RFC 6376). */
type Signing = { domainName: string; keySelector: string; privateKey: string };

/** With its signature before it. It covers From, To, Reply-To, Subject, Date, Message-ID and the headers of MIME. */
export const signed = (message: string, signing: Signing): Promise<Buffer> => buffer(new Signer(signing).sign(message));
