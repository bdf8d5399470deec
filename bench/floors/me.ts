// The floor of `me`: a bare Yoga that answers `{ hello }`.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { listeningPort } from '../kit/listening-port.ts';

const schema = createSchema({ typeDefs: 'type Query { hello: String! }', resolvers: { Query: { hello: () => 'world' } } });
const server = createServer(createYoga({ schema, logging: false }));
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ port: listeningPort(server) });
