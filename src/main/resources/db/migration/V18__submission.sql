-- What a caller says when a run is submitted: a key by which a repeated request is known, and how much it hurries.

alter table ingest.run
    add column idempotency_key text,
    add column request_digest text,
    add column priority smallint not null default 1,
    add constraint run_key_is_whole check ((idempotency_key is null) = (request_digest is null)),
    add constraint run_priority check (priority in (0, 1, 2));

create unique index run_idempotency_key on ingest.run (idempotency_key) where idempotency_key is not null;

-- Both how many wait, and who is next.
create index run_waiting on ingest.run (priority, id) where state = 'QUEUED';

comment on column ingest.run.idempotency_key is 'The key of the request, NULL when it had none. It stays as long as the run.';
comment on column ingest.run.request_digest is 'SHA-256 of what that request meant: another request must not come under its key.';
comment on column ingest.run.priority is '0 high, 1 normal, 2 backfill: workers take the lowest first.';

-- No fewer than the runs that wait, without counting them: ids do not repeat, so there are no more runs than ids from the
-- oldest that is not done. It is far too many when an old one waits for long.
create function ingest.most_runs_waiting() returns bigint
    language sql
    stable
as
$$
select coalesce((select max(id) from ingest.run) - min(id)::bigint + 1, 0)
from ingest.run
where state in ('QUEUED', 'RUNNING', 'CANCELLING')
$$;

-- True when one more run may wait. The caller adds it in the same transaction, and no second one; until that ends, nobody
-- who could make it one too many is told the same.
--
-- Far from the limit, callers do not wait for each other: no more of them than the server has connections can be about to
-- add a run, so it is enough that there is room for all of these. Near it they come one after the other, unless it is reached
-- anyway. The lock is there before it is looked whether there is room, so who comes alone counts the runs of all before.
create function ingest.queue_has_room(queue_limit integer) returns boolean
    language plpgsql
as
$$
declare
    most_callers constant integer := current_setting('max_connections')::integer;
begin
    if ingest.most_runs_waiting() >= queue_limit
        and (select count(*) from ingest.run where state = 'QUEUED') >= queue_limit
    then
        return false;
    end if;
    if queue_limit > most_callers then
        begin
            perform pg_advisory_xact_lock_shared(7355608019);
            if ingest.most_runs_waiting() + most_callers <= queue_limit
                or (select count(*) from ingest.run where state = 'QUEUED') + most_callers <= queue_limit
            then
                return true;
            end if;
            raise sqlstate 'TQ001';
        exception when sqlstate 'TQ001' then
            -- Gives the shared lock back: two who have it would wait for each other below.
            null;
        end;
    end if;
    perform pg_advisory_xact_lock(7355608019);
    return (select count(*) from ingest.run where state = 'QUEUED') < queue_limit;
end
$$;
