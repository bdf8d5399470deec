import { prepareGround } from '../ground.ts';
import { testEveryJob } from './every-job.ts';

testEveryJob(await prepareGround('PostgreSQL'), 'PostgreSQL');
