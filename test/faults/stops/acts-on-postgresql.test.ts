import { testEveryAct } from './every-act.ts';
import { prepareGround } from './ground.ts';

testEveryAct(await prepareGround('PostgreSQL'), 'PostgreSQL');
