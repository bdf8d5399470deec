import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

export type Headers = Record<string, string | { name: string; address: string }>;

/**
 * The message as it is sent, with the text first and the HTML second (RFC 2046, 5.1.4). nodemailer's parts for headers and for
 * quoted-printable do the work; its composer takes six times as long, because it sends each part through streams.
 */
export function composeMail(headers: Headers, { html, text }: { html: string; text: string }): string {
  const message = new MimeNode('multipart/alternative');
  message.setHeader(
    Object.entries(headers).map(([key, value]) => ({ key, value: key.startsWith('X-') ? asItIs(value) : value })),
  );
  const head = message.buildHeaders();
  const delimiter = `--${message.boundary}`;
  return [head, '', delimiter, ...part('text/plain', text), delimiter, ...part('text/html', html), `${delimiter}--`, ''].join(
    '\r\n',
  );
}

/** Programs read these headers, and would not decode a word of them. */
const asItIs = (value: unknown) => ({ prepared: true, foldLines: true, value: String(value) });

const part = (type: string, content: string): string[] => [
  `Content-Type: ${type}; charset=utf-8`,
  'Content-Transfer-Encoding: quoted-printable',
  '',
  wrap(encode(content.replaceAll(/\r?\n/g, '\r\n'))),
];
