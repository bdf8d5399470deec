import { hash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { MOST_WAITING, oneAtATime } from '../../domain/branding/one-at-a-time.ts';
import { LARGEST_ICON, LARGEST_LOGO } from '../../domain/branding/picture-kinds.ts';
import { LONGEST_WORK_S, MOST_PIXELS } from '../../domain/branding/re-encode.ts';
import { LARGEST_FILE, MOST_PICTURES } from '../../domain/portals/upload-picture.ts';
import { MOST_REMEMBERED_BYTES } from '../../server/pictures.ts';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { brandingOf, pngOf, uploaded, uploadPicture } from '../kit/branding.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

const get = async (url: string, options: RequestInit = {}) => {
  const response = await fetch(url, options);
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
};

/** What is wrong with the file. */
async function issueOf(data: string) {
  const { issues } = await refusal(uploadPicture(gatehouse, { data }, admin), 'InvalidInput');
  return issues.map(({ path, code, parameters }) => [path.join('.'), code, ...parameters.map(({ value }) => value)]);
}

const rows = async (slug = 'demo') =>
  (
    await gatehouse.sql<{ hash: string }>(
      'SELECT hash FROM pictures JOIN portals ON portals.id = portal_id WHERE slug = $1 ORDER BY uploaded_at DESC, hash',
      [slug],
    )
  ).map((row) => row.hash);

test('a PNG, JPEG or WebP file is stored as a PNG of at most the size that is shown, without what else was in the file', async () => {
  const drawn = () =>
    sharp({ create: { width: 960, height: 960, channels: 4, background: '#1f5f74' } }).withExif({
      IFD0: { Artist: 'Ada' },
    });
  for (const file of [await drawn().png().toBuffer(), await drawn().jpeg().toBuffer(), await drawn().webp().toBuffer()]) {
    const logo = await succeed(uploadPicture(gatehouse, { data: base64(file) }, admin));
    expect(logo).toMatchObject({ width: LARGEST_LOGO.height, height: LARGEST_LOGO.height });
    const icon = await succeed(uploadPicture(gatehouse, { kind: 'ICON', data: base64(file) }, admin));
    expect(icon).toMatchObject({ width: LARGEST_ICON.width, height: LARGEST_ICON.height });
    const { body } = await get(icon.url);
    expect(await sharp(body).metadata()).toMatchObject({ format: 'png', width: 192, height: 192 });
    expect(body.includes('Ada')).toBe(false);
  }
  expect(await succeed(uploadPicture(gatehouse, { data: pngOf(LARGEST_LOGO.width + 1, 10) }, admin))).toMatchObject({
    width: 480,
  });
  expect(await succeed(uploadPicture(gatehouse, { data: pngOf(3, 5) }, admin))).toMatchObject({ width: 3, height: 5 });
});

test('a picture is served under the hash of its content, for good, as a picture and nothing else', async () => {
  const url = await uploaded(gatehouse, 'LOGO', admin);
  const { status, headers, body } = await get(url);
  expect(url).toBe(`${gatehouse.url}/pictures/${hash('sha256', body)}.png`);
  const etag = `"${hash('sha256', body)}"`;
  expect([status, Object.fromEntries(headers)]).toEqual([
    200,
    expect.objectContaining({
      'content-type': 'image/png',
      'content-length': String(body.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag,
    }),
  ]);
  expect(await get(url, { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  expect(await get(url, { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  for (const path of ['', `${'0'.repeat(64)}.png`, 'x.png', `${hash('sha256', body)}.svg`, '../healthz', '%00.png']) {
    expect([path, (await get(`${gatehouse.url}/pictures/${path}`)).status]).toEqual([path, path === '../healthz' ? 200 : 404]);
  }
  expect(MOST_REMEMBERED_BYTES).toBe(4_194_304);
});

test('no file that only claims to be a picture, nor an SVG, with a script or without, is stored', async () => {
  const before = await rows();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">';
  const png = Buffer.from(pngOf(9, 9), 'base64');
  const files = {
    'an SVG with a script': `${svg}<script>alert(1)</script></svg>`,
    'an SVG that loads a file': `${svg}<image href="file:///etc/passwd"/></svg>`,
    'an SVG': `${svg}</svg>`,
    'a web page': '<!doctype html><script>alert(1)</script>',
    'a GIF': Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    'half a PNG': png.subarray(0, png.length / 2),
    'the beginning of a PNG before an SVG': Buffer.concat([png.subarray(0, 8), Buffer.from(`${svg}</svg>`)]),
    'the beginning of a WebP': 'RIFF0000WEBPVP8 ',
    nothing: '',
  };
  for (const [name, file] of Object.entries(files))
    expect([name, await issueOf(base64(file))]).toEqual([name, [['data', 'NOT_A_PICTURE']]]);
  for (const text of ['no base64!', 'data:image/png;base64,AAAA', 'AAAA=AAA']) {
    expect([text, await issueOf(text)]).toEqual([text, [['data', 'MALFORMED']]]);
  }
  expect(await rows()).toEqual(before);
});

test('a picture with more than 4 million pixels is refused before it is decoded, also one that is tiny as a file', async () => {
  const tooMany = [['data', 'TOO_LARGE', '4000000']];
  expect(await issueOf(pngOf(20_000, 20_000, [0, 0, 0], 1))).toEqual(tooMany);
  expect(await issueOf(pngOf(2_000, MOST_PIXELS / 2_000 + 1))).toEqual(tooMany);
  expect(await succeed(uploadPicture(gatehouse, { data: pngOf(2_000, MOST_PIXELS / 2_000) }, admin))).toMatchObject({
    height: 96,
  });
  expect(LONGEST_WORK_S).toBe(2);
});

test('pixels that a small file unpacks to beyond its size are not read', async () => {
  const png = Buffer.from(pngOf(10, 10), 'base64');
  const more = deflateSync(Buffer.alloc(50_000_000));
  const at = png.indexOf('IDAT');
  const bomb = Buffer.concat([png.subarray(0, at + 4), more, png.subarray(at + 4)]);
  expect(await issueOf(base64(bomb))).toEqual([['data', 'NOT_A_PICTURE']]);
});

test('a file has at most 512 KiB, and one of 50 MB is not even read', async () => {
  const fill = (bytes: number) =>
    base64(Buffer.concat([Buffer.from(pngOf(9, 9), 'base64'), Buffer.alloc(bytes)]).subarray(0, bytes));
  expect(await succeed(uploadPicture(gatehouse, { data: fill(LARGEST_FILE) }, admin))).toMatchObject({ width: 9 });
  expect(await issueOf(fill(LARGEST_FILE + 1))).toEqual([['data', 'TOO_LARGE', '524288']]);
  expect(await issueOf('A'.repeat(900_000))).toEqual([['data', 'TOO_LARGE', '524288']]);
  const body = JSON.stringify({ query: '{ __typename }', variables: { data: 'A'.repeat(50_000_000) } });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${admin}` };
  const refused = await fetch(`${gatehouse.url}/graphql`, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => 'closed',
  );
  expect([413, 'closed']).toContain(refused);
  expect(Math.ceil(LARGEST_FILE / 3) * 4).toBeLessThan(1024 * 1024);
});

test('while 10 pictures wait to be encoded, one more is to come again later', async () => {
  const held = Promise.withResolvers<void>();
  const waiting = Array.from({ length: MOST_WAITING }, () => oneAtATime(() => held.promise));
  expect(await uploadPicture(gatehouse, {}, admin)).toMatchObject({ __typename: 'TooManyAttempts' });
  held.resolve();
  await Promise.all(waiting);
  expect([MOST_WAITING, (await uploadPicture(gatehouse, {}, admin)).__typename]).toEqual([10, 'UploadPictureSuccess']);
});

test('a portal has 20 pictures at most: the oldest that it does not use goes, and one that it uses stays', async () => {
  await createPortal(gatehouse, 'many', admin);
  const add = async (at: number) =>
    (await succeed(uploadPicture(gatehouse, { portal: 'many', data: pngOf(20, 20, [at, 0, 0]) }, admin))).url.slice(-68, -4);
  const first = await add(0);
  await updatePortal(gatehouse, { branding: { logoUrl: `${gatehouse.url}/pictures/${first}.png` } }, admin, 'many');
  const others: string[] = [];
  for (let at = 1; at < MOST_PICTURES; at++) others.push(await add(at));
  expect((await rows('many')).toSorted()).toEqual([first, ...others].toSorted());
  const newest = await add(100);
  expect((await rows('many')).toSorted()).toEqual([first, ...others.slice(1), newest].toSorted());
  // The same picture again is one row, and the newest.
  await add(2);
  await add(101);
  const left = await rows('many');
  expect([left.length, left.includes(others[1] ?? ''), left.includes(others[2] ?? '')]).toEqual([MOST_PICTURES, true, false]);
  expect((await brandingOf(gatehouse, 'many')).logoUrl).toContain(first);
});

test('only an OWNER of the portal uploads, and the log says who uploaded which picture', async () => {
  const approver = await addAdmin(gatehouse, 'approver@pictures.test', 'APPROVER', 'demo');
  expect(await uploadPicture(gatehouse, {}, undefined)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await uploadPicture(gatehouse, {}, approver)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await uploadPicture(gatehouse, { portal: 'nowhere' }, admin)).toMatchObject({ __typename: 'NotFound' });
  const { url } = await succeed(uploadPicture(gatehouse, { kind: 'DARK_LOGO' }, admin));
  const [event] = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'portal.picture-uploaded' ORDER BY at DESC LIMIT 1",
  );
  expect(event?.data).toEqual({ kind: 'DARK_LOGO', hash: url.slice(-68, -4) });
});
