-- Batches and their items, in words that H2 and PostgreSQL both know. Times are in UTC; lengths of time in milliseconds.

create table batch (
  -- made of the time of the submission and chance, so that the order of ids is that of submissions
  id varchar not null primary key,
  owner varchar not null,
  name varchar,
  idempotency_key varchar,
  digest varchar not null,
  state varchar not null,
  reason varchar default '' not null,
  message varchar default '' not null,
  parallelism integer not null,
  priority integer not null,
  max_attempts integer not null,
  max_infrastructure_retries integer not null,
  on_failure boolean not null,
  exit_codes varchar not null,
  on_timeout boolean not null,
  backoff_initial_ms bigint not null,
  backoff_max_ms bigint not null,
  item_timeout_ms bigint,
  deadline_ms bigint,
  deadline_at timestamp(6) with time zone,
  fail_fast boolean not null,
  ttl_after_finished_ms bigint not null,
  callback_url varchar,
  -- the target of all of its items, where they have the same one
  only_target varchar,
  created_at timestamp(6) with time zone not null,
  finished_at timestamp(6) with time zone,
  -- not there for anybody any more; its rows are being removed
  removed boolean default false not null,
  constraint batch_name unique (owner, name),
  constraint batch_idempotency_key unique (owner, idempotency_key)
);

create index batch_state on batch (state);

create table item (
  batch_id varchar not null references batch (id),
  position integer not null,
  item_id varchar not null,
  state varchar not null,
  -- when a queued item may be started; the epoch for at once, and in every other state
  not_before timestamp(6) with time zone not null,
  attempt integer default 0 not null,
  failures integer default 0 not null,
  spoilt integer default 0 not null,
  reason varchar default '' not null,
  message varchar default '' not null,
  exit_code integer,
  started_at timestamp(6) with time zone,
  finished_at timestamp(6) with time zone,
  target varchar not null,
  timeout_ms bigint,
  request varchar not null,
  constraint item_key primary key (batch_id, position),
  constraint item_id unique (batch_id, item_id)
);

-- what is due next, how many there are in each state, and the pages of a state
create index item_state on item (batch_id, state, not_before, position);

create table attempt (
  batch_id varchar not null,
  position integer not null,
  number integer not null,
  pod varchar default '' not null,
  uid varchar default '' not null,
  cluster varchar default '' not null,
  node varchar default '' not null,
  replica varchar not null,
  claimed_at timestamp(6) with time zone not null,
  claimed_until timestamp(6) with time zone not null,
  started_at timestamp(6) with time zone,
  ended_at timestamp(6) with time zone,
  -- when the end was written down here
  noted_at timestamp(6) with time zone,
  outcome varchar,
  reason varchar default '' not null,
  message varchar default '' not null,
  exit_code integer,
  constraint attempt_key primary key (batch_id, position, number),
  constraint attempt_item foreign key (batch_id, position) references item (batch_id, position)
);

-- apart from the attempts, so that those can be read without it
create table attempt_log (
  batch_id varchar not null,
  position integer not null,
  number integer not null,
  content text not null,
  truncated boolean not null,
  constraint attempt_log_key primary key (batch_id, position, number),
  constraint attempt_log_attempt foreign key (batch_id, position, number) references attempt (batch_id, position, number)
);

create table notice (
  batch_id varchar not null references batch (id),
  kind varchar not null,
  attempts integer default 0 not null,
  -- absent when it was given up
  due_at timestamp(6) with time zone,
  given_up varchar,
  constraint notice_key primary key (batch_id, kind)
);

create index notice_due on notice (due_at);

-- its only row is the name of this database, which the pods of its batches have in a label
create table store (
  id integer not null primary key,
  name varchar not null
);

-- its only row is locked by the one who claims items
create table claim_lock (
  id integer not null primary key
);

insert into claim_lock (id) values (1);
