/** Series as promtool writes them: `1x20` is 1 at 21 scrapes, `0+2x20` grows by 2 at each. A scrape is every 15 seconds. */
type Series = Record<string, string>;

/** What makes an alert fire, and what comes near and must not. */
export type AlertCase = {
  fires: Series;
  /** Something else that makes it fire at the same time. */
  firesToo?: Series;
  /** The time from the first scrape at which it fires. Right before `quietUntil` it does not. */
  firesAt: string;
  quietUntil: string;
  near: Series;
};

const jobs = (job: string, result: string) => `gatehouse_jobs_total{job="${job}",result="${result}"}`;
const logIns = (result: string) => `gatehouse_log_ins_total{realm="DEVELOPER",result="${result}"}`;
const botChecks = (result: string) => `gatehouse_bot_checks_total{result="${result}"}`;
const durations = (le: string, operation = 'logIn') =>
  `gatehouse_request_duration_seconds_bucket{operation="${operation}",le="${le}"}`;
const connections = (state: string) => `gatehouse_database_connections{instance="a",state="${state}"}`;
const MAX = 'gatehouse_database_connections_max{instance="a"}';
const age = 'gatehouse_oldest_due_job_age_seconds{queue="MAILS"}';

export const ALERT_CASES: Record<string, AlertCase> = {
  GatehouseDown: {
    fires: { 'up{job="gatehouse-worker",instance="a"}': '1x4 0x20' },
    quietUntil: '2m',
    firesAt: '2m30s',
    near: { 'up{job="gatehouse-server",instance="a"}': '1x40', 'up{job="other",instance="b"}': '0x40' },
  },
  GatehouseNotReady: {
    fires: { 'gatehouse_database_up{instance="a"}': '1x4 0x20' },
    quietUntil: '2m',
    firesAt: '2m30s',
    near: { 'gatehouse_database_up{instance="a"}': '1x4 0x2 1x40' },
  },
  GatehouseJobsNotTaken: {
    fires: { [age]: '0+15x40', 'gatehouse_database_up{instance="a"}': '1x40' },
    quietUntil: '3m',
    firesAt: '4m',
    near: { [age]: '55x40', 'gatehouse_database_up{instance="a"}': '1x40' },
  },
  GatehouseMailsNotSent: {
    fires: { [jobs('sendVerificationEmail', 'retried')]: '0+1x60', [jobs('sendVerificationEmail', 'done')]: '100x60' },
    quietUntil: '2m',
    firesAt: '6m',
    near: { [jobs('sendVerificationEmail', 'retried')]: '0+1x60', [jobs('sendVerificationEmail', 'done')]: '0+2x60' },
  },
  GatehouseMailServerAway: {
    fires: { 'gatehouse_mail_server_up{instance="a",server="smtp.example.com:465"}': '0x80' },
    quietUntil: '14m',
    firesAt: '16m',
    near: {
      'gatehouse_mail_server_up{instance="a",server="smtp.example.com:465"}': '0x80',
      'gatehouse_mail_server_up{instance="b",server="smtp.example.com:465"}': '1x80',
    },
  },
  GatehouseReportsNotRead: {
    fires: { 'gatehouse_report_mailbox_look_age_seconds{instance="a"}': '0+15x100' },
    firesToo: { 'gatehouse_report_mails_unread{instance="a"}': '0x20 1001x80' },
    quietUntil: '19m',
    firesAt: '21m',
    near: {
      'gatehouse_report_mailbox_look_age_seconds{instance="a"}': '60x100',
      'gatehouse_report_mails_unread{instance="a"}': '1000x100',
    },
  },
  GatehouseJobsFailed: {
    fires: { [jobs('sendApprovedEmail', 'failed')]: '0x8 1x40' },
    quietUntil: '2m',
    firesAt: '3m',
    near: { [jobs('sendPasswordResetEmail', 'failed')]: '0+1x60' },
  },
  GatehouseRingsLost: {
    fires: { 'gatehouse_rings_total{queue="MAILS",result="lost"}': '0+1x60' },
    quietUntil: '4m',
    firesAt: '6m',
    near: {
      'gatehouse_rings_total{queue="MAILS",result="rung"}': '0+1x60',
      'gatehouse_swept_jobs_total{queue="MAILS"}': '9x60',
    },
  },
  GatehouseErrors: {
    fires: { 'gatehouse_unexpected_errors_total{instance="a"}': '0+1x60' },
    quietUntil: '4m',
    firesAt: '9m',
    near: { 'gatehouse_unexpected_errors_total{instance="a"}': '0x8 4x60' },
  },
  GatehouseSlow: {
    fires: { [durations('1')]: '0+1x60', [durations('2.5')]: '0+10x60', [durations('+Inf')]: '0+10x60' },
    quietUntil: '4m',
    firesAt: '7m',
    near: {
      [durations('0.5')]: '0+10x60',
      [durations('+Inf')]: '0+10x60',
      [durations('0.5', 'health')]: '0x60',
      [durations('+Inf', 'health')]: '0+90x60',
    },
  },
  GatehouseConnectionsUsedUp: {
    fires: { [connections('waiting')]: '3x20', [connections('used')]: '20x20', [MAX]: '20x20' },
    quietUntil: '45s',
    firesAt: '2m',
    near: { [connections('waiting')]: '0x20', [connections('used')]: '20x20', [MAX]: '20x20' },
  },
  GatehousePostgresNearlyFull: {
    fires: { gatehouse_postgres_connections: '50x4 90x40', gatehouse_postgres_connections_max: '97x44' },
    quietUntil: '3m30s',
    firesAt: '4m30s',
    near: { gatehouse_postgres_connections: '70x44', gatehouse_postgres_connections_max: '97x44' },
  },
  GatehouseEventLoopBlocked: {
    fires: { 'nodejs_eventloop_lag_p99_seconds{job="gatehouse-server",instance="a"}': '0.6x40' },
    quietUntil: '4m',
    firesAt: '6m',
    near: {
      'nodejs_eventloop_lag_p99_seconds{job="gatehouse-server",instance="a"}': '0.4x40',
      'nodejs_eventloop_lag_p99_seconds{job="other",instance="b"}': '2x40',
    },
  },
  GatehouseHashingSaturated: {
    fires: { 'gatehouse_hashes_refused_total{instance="a"}': '0x4 0+1x20' },
    quietUntil: '1m30s',
    firesAt: '3m30s',
    near: { 'gatehouse_hashes_refused_total{instance="a"}': '7x40' },
  },
  GatehouseAuditLogStopped: {
    fires: { 'gatehouse_audit_unsealed_age_seconds{instance="a"}': '0+15x60' },
    quietUntil: '9m',
    firesAt: '11m',
    near: { 'gatehouse_audit_unsealed_age_seconds{instance="a"}': '290x60' },
  },
  GatehouseSenderLapsed: {
    fires: { gatehouse_sender_domains_lapsed: '1x600' },
    quietUntil: '1h59m',
    firesAt: '2h1m',
    near: { gatehouse_sender_domains_lapsed: '1x200 0x10 1x300' },
  },
  GatehouseRequestsWaitLong: {
    fires: { 'gatehouse_oldest_request_age_seconds{portal="demo"}': '259300x300' },
    quietUntil: '59m',
    firesAt: '61m',
    near: { 'gatehouse_oldest_request_age_seconds{portal="demo"}': '259100x300' },
  },
  GatehouseLogInsRefused: {
    fires: { [logIns('InvalidCredentials')]: '0+5x60', [logIns('Success')]: '0+1x60' },
    quietUntil: '5m',
    firesAt: '12m',
    near: { [logIns('InvalidCredentials')]: '0+5x60', [logIns('Success')]: '0+3x60' },
  },
  GatehouseBotChecksUnsolved: {
    fires: { [botChecks('MISSING')]: '0+2x120' },
    quietUntil: '12m',
    firesAt: '16m',
    near: { [botChecks('MISSING')]: '0+2x120', [botChecks('passed')]: '0+1x120' },
  },
};
