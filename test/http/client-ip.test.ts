import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readProxies } from '../../config/proxies.ts';
import { clientIp } from '../../server/client-ip.ts';
import { startInstallation } from '../kit/installation.ts';

function requestFrom(peer: string, forwarded?: string): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

test.each([
  ['no proxy is ours: nobody is believed', 0, '198.51.100.1', '192.0.2.1', '198.51.100.1'],
  ['one proxy is ours: what it appended', 1, '10.0.0.1', '192.0.2.1', '192.0.2.1'],
  ['one proxy is ours, and the client wrote something too', 1, '10.0.0.1', '203.0.113.9, 127.0.0.1, 192.0.2.1', '192.0.2.1'],
  ['two proxies are ours', 2, '10.0.0.1', '203.0.113.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
  ['fewer entries than proxies', 2, '10.0.0.1', '192.0.2.1', '10.0.0.1'],
  ['no header', 1, '10.0.0.1', undefined, '10.0.0.1'],
  ['an empty header', 1, '10.0.0.1', '', '10.0.0.1'],
  ['something that is no address', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
  ['an address as one number', 1, '10.0.0.1', '3221225985', '10.0.0.1'],
  ['an IPv4 address with its port', 1, '10.0.0.1', '192.0.2.1:5678', '192.0.2.1'],
  ['an IPv6 address', 1, '10.0.0.1', '2001:db8::1', '2001:db8::1'],
  ['an IPv6 address that ends in digits', 1, '10.0.0.1', '2001:db8::12:3456', '2001:db8::12:3456'],
  ['an IPv6 address in brackets with its port', 1, '10.0.0.1', '[2001:db8::1]:5678', '2001:db8::1'],
  ["an IPv4 address in IPv6's clothes", 0, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
])('R21: %s', (_, trustedProxies, peer, forwarded, address) => {
  expect(clientIp(requestFrom(peer, forwarded), trustedProxies)).toBe(address);
});

test.each([
  ['a proxy at a named address', 'loopback', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
  ['a proxy of a named network, in its IPv6 form', '10.0.0.0/8', '::ffff:10.1.2.3', '192.0.2.1', '192.0.2.1'],
  ['two named proxies, and what the client wrote', '10.0.0.0/8', '10.0.0.1', '203.0.113.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
  ['somebody who is no proxy of ours', '10.0.0.0/8', '198.51.100.1', '192.0.2.1', '198.51.100.1'],
  ['a proxy of ours behind one that is not', '10.0.0.0/8', '10.0.0.1', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
  ['an entry that is no address', '10.0.0.0/8', '10.0.0.1', '192.0.2.1, unknown', '10.0.0.1'],
  ['nobody but proxies', 'uniquelocal', '10.0.0.1', '192.168.0.7, 10.0.0.2', '192.168.0.7'],
  ['an IPv6 proxy', '2001:db8::/32', '2001:db8::1', '2001:db9::7', '2001:db9::7'],
  ['an address on the link, with its zone', 'linklocal', 'fe80::1%eth0', '192.0.2.1', '192.0.2.1'],
  ['no header', '10.0.0.0/8', '10.0.0.1', undefined, '10.0.0.1'],
])("R21: the client's IP comes from trusted proxies only: %s", (_, trusted, peer, forwarded, address) => {
  expect(clientIp(requestFrom(peer, forwarded), readProxies(trusted))).toBe(address);
});

test('a proxy that TRUSTED_PROXIES does not name is told of, once; one that it names is not', async () => {
  const wrong = await startInstallation({ TRUSTED_PROXIES: '10.0.0.0/8' });
  const right = await startInstallation({ TRUSTED_PROXIES: 'loopback' }, wrong);
  for (const gatehouse of [wrong, wrong, right]) {
    await gatehouse.graphql('{ __typename }', {}, { headers: { 'x-forwarded-for': '192.0.2.1' } });
  }
  const warnings = ({ logs }: { logs: string[] }) => logs.filter((line) => line.includes('TRUSTED_PROXIES'));
  expect([warnings(wrong).length, warnings(right).length]).toEqual([1, 0]);
});

test('a server that nobody told of the proxy in front of it says so, once', async () => {
  const untold = await startInstallation();
  const told = await startInstallation({ TRUSTED_PROXIES: '1' }, untold);
  const warnings = ({ logs }: { logs: string[] }) => logs.filter((line) => line.includes('TRUSTED_PROXIES'));
  await untold.graphql('{ __typename }');
  expect(warnings(untold)).toEqual([]);
  for (const gatehouse of [untold, untold, told]) {
    await gatehouse.graphql('{ __typename }', {}, { headers: { 'x-forwarded-for': '192.0.2.1' } });
  }
  expect(warnings(untold)).toHaveLength(1);
  expect(warnings(told)).toEqual([]);
});
