// The floor of a mail: the same one rendered, as HTML and as text, and sent by bare pooled nodemailer, in one loop.
import { createTransport } from 'nodemailer';
import * as z from 'zod';
import { newSecret } from '../../domain/tokens/secrets.ts';
import { previewBrand } from '../../emails/brand.ts';
import { verifyEmail } from '../../emails/verify-email.tsx';
import { MAIL_CONNECTIONS } from '../../worker/mail-server.ts';
import { newAddress } from '../kit/people.ts';

const portal = { name: 'Demo Portal', contactEmail: 'help@gatehouse.test', brand: previewBrand };
const connections = { pool: true, maxConnections: MAIL_CONNECTIONS, maxMessages: Number.POSITIVE_INFINITY } as const;
const transport = createTransport({ url: process.env['SMTP_URL'], ...connections });

process.on('message', async (message) => {
  const { mails } = z.object({ mails: z.number() }).parse(message);
  const begin = performance.now();
  let left = mails;
  const lane = async () => {
    while (left-- > 0) await send(newAddress());
  };
  await Promise.all(Array.from({ length: MAIL_CONNECTIONS }, lane));
  process.send?.({ count: mails, seconds: (performance.now() - begin) / 1_000 });
});
process.send?.({});

async function send(address: string): Promise<void> {
  const verifyUrl = `https://gatehouse.test/p/demo/verify-email?token=${newSecret()}`;
  const props = { portal, verifyUrl, code: '123 456', expiresInHours: 24, takesPasswords: true };
  const { subject, html, text } = await verifyEmail.inFull(props);
  await transport.sendMail({
    from: { name: portal.name, address: 'no-reply@gatehouse.test' },
    to: { name: '', address },
    replyTo: { name: portal.name, address: portal.contactEmail },
    subject,
    html,
    text,
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
}
