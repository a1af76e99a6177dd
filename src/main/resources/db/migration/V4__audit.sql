-- Who did what by hand, and what was removed. No foreign key: an entry stays whatever becomes of the run.

create table ingest.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    action text not null,
    run_id integer,
    detail text not null
);

create index audit_run on ingest.audit (run_id);

comment on table ingest.audit is 'Acts that change what is in the warehouse other than by an ordinary load. Only ever appended to.';

create function ingest.refuse_change() returns trigger
    language plpgsql
as
$$
begin
    raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, lower(tg_op);
end
$$;

create trigger audit_append_only
    before update or delete or truncate on ingest.audit
    for each statement execute function ingest.refuse_change();
