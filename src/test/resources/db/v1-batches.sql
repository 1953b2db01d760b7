-- What a program of schema V1 leaves behind when it is killed in the middle of its work. ${callback} is replaced.

insert into store (id, name) values (1, '0123456789abcdef');

-- one that runs, one that has just ended, one that is being removed, one that is being cancelled
insert into batch (id, owner, name, digest, state, reason, parallelism, priority, max_attempts,
  max_infrastructure_retries, on_failure, exit_codes, on_timeout, backoff_initial_ms, backoff_max_ms, fail_fast,
  ttl_after_finished_ms, callback_url, only_target, created_at, finished_at, removed)
values
  ('b-0000000000000001', 'team', 'open', 'd1', 'RUNNING', '', 10, 0, 1, 3, true, '3,4', false, 10, 10, false, 0,
    null, '', current_timestamp - interval '1' hour, null, false),
  ('b-0000000000000002', 'team', 'ended', 'd2', 'FAILED', '', 10, 0, 1, 3, true, '', false, 10, 10, false, 0,
    '${callback}', '', current_timestamp - interval '1' hour, current_timestamp - interval '1' minute, false),
  ('b-0000000000000003', 'team', null, 'd3', 'SUCCEEDED', '', 10, 0, 1, 3, true, '', false, 10, 10, false, 0,
    null, '', current_timestamp - interval '1' hour, current_timestamp - interval '1' minute, true),
  ('b-0000000000000004', 'team', 'cancelled', 'd4', 'CANCELLING', 'Cancelled', 10, 0, 1, 3, true, '', false, 10, 10,
    false, 0, null, '', current_timestamp - interval '1' hour, null, false);

insert into item (batch_id, position, item_id, state, not_before, attempt, failures, spoilt, reason, exit_code,
  started_at, finished_at, target, request)
select b.id, i.position, i.item_id, i.state, timestamp with time zone '1970-01-01 00:00:00+00:00', i.attempt,
  i.failures, i.spoilt, i.reason, i.exit_code, case when i.started then b.created_at end,
  case when i.finished then b.created_at end, '',
  '{"envName":"hello@1.0.0","owner":"team","environment_variables":{"SERAI_SIMULATE":"{\"runFor\":\"50ms\",\"log\":[\"done\"]}"}}'
from batch b join (values
  ('b-0000000000000001', 0, 'has-succeeded', 'SUCCEEDED', 1, 0, 0, '', 0, true, true),
  ('b-0000000000000001', 1, 'is-claimed', 'STARTING', 1, 0, 0, '', cast(null as integer), false, false),
  ('b-0000000000000001', 2, 'is-running', 'RUNNING', 1, 0, 0, '', cast(null as integer), true, false),
  ('b-0000000000000001', 3, 'was-evicted', 'QUEUED', 1, 0, 1, 'Evicted', cast(null as integer), false, false),
  ('b-0000000000000001', 4, 'is-queued', 'QUEUED', 0, 0, 0, '', cast(null as integer), false, false),
  ('b-0000000000000002', 0, 'has-failed', 'FAILED', 1, 1, 0, 'Error', 3, true, true),
  ('b-0000000000000003', 0, 'is-removed', 'SUCCEEDED', 1, 0, 0, '', 0, true, true),
  ('b-0000000000000004', 0, 'is-stopped', 'RUNNING', 1, 0, 0, '', cast(null as integer), true, false)
) i (batch_id, position, item_id, state, attempt, failures, spoilt, reason, exit_code, started, finished)
  on i.batch_id = b.id;

insert into attempt (batch_id, position, number, pod, uid, cluster, node, replica, claimed_at, claimed_until,
  started_at, ended_at, noted_at, outcome, reason, exit_code)
select i.batch_id, i.position, 1,
  case when i.state = 'STARTING' then '' else i.batch_id || '-' || i.position || '-1' end, '',
  case when i.state = 'STARTING' then '' else 'default' end, '', 'killed-replica',
  current_timestamp - interval '1' hour, current_timestamp - interval '30' minute, i.started_at,
  case when i.state in ('SUCCEEDED', 'FAILED', 'QUEUED') then current_timestamp - interval '20' minute end,
  case when i.state in ('SUCCEEDED', 'FAILED', 'QUEUED') then current_timestamp - interval '20' minute end,
  case when i.state = 'QUEUED' then 'INFRASTRUCTURE' when i.state in ('SUCCEEDED', 'FAILED') then i.state end,
  i.reason, i.exit_code
from item i where i.attempt = 1;

insert into attempt_log (batch_id, position, number, content, truncated)
select batch_id, position, number, 'written before the upgrade', false from attempt where outcome in ('SUCCEEDED', 'FAILED');

insert into notice (batch_id, kind, due_at) values
  ('b-0000000000000002', 'EVENT', current_timestamp - interval '1' minute),
  ('b-0000000000000002', 'CALLBACK', current_timestamp - interval '1' minute);
