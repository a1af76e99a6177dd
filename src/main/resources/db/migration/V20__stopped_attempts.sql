-- An attempt that ended because its service was stopped has not failed: it does not count towards RUN_MAX_ATTEMPTS.
alter table ingest.run add column stopped_attempts integer not null default 0;

comment on column ingest.run.stopped_attempts is 'How many attempts were handed back because their service was stopped.';
