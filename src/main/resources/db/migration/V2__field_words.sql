-- Columns and tables in the words of the field. These are renames only: no row is read or written, so that a large
-- table takes no longer than an empty one. A program of the version before does not work with these names: stop all
-- replicas before the first one of this version is started.

alter table batch rename column only_target to single_target;
-- true while the batch is hidden from everybody, and its rows are being removed
alter table batch rename column removed to deleted;

-- how many attempts failed without the fault of the program, as by an eviction
alter table item rename column spoilt to infrastructure_failures;

-- another replica may take the claim over from then on
alter table attempt rename column claimed_until to lease_expires_at;
-- when the end was recorded here
alter table attempt rename column noted_at to recorded_at;

-- the notifications of batch ends that have to be sent, written in the transaction of the end
alter table notice rename to outbox;
alter table outbox rename constraint notice_key to outbox_key;
alter index notice_due rename to outbox_due;
-- why it was abandoned
alter table outbox rename column given_up to failure;

-- its only row is the name of this database, which the pods of its batches have in a label
alter table store rename to database_name;
