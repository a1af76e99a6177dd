-- What a person is to be told, written with what it is about; and what became of telling it.

create table ingest.alert (
    id bigint generated always as identity primary key,
    kind text not null,
    audience text not null,
    severity text not null,
    fingerprint text not null,
    run_id integer references ingest.run (id),
    notice jsonb not null,
    occurred_at timestamptz not null default clock_timestamp(),
    grouped_into bigint references ingest.alert (id),
    summed_up_at timestamptz,
    recovered_at timestamptz,
    constraint alert_kind check (kind in ('PROBLEM', 'REPEATED', 'RECOVERED')),
    constraint alert_audience check (audience in ('PROVIDER', 'DATA', 'OPERATIONS')),
    constraint alert_severity check (severity in ('INFO', 'WARNING', 'ERROR'))
);

create index alert_open on ingest.alert (fingerprint, occurred_at)
    where kind = 'PROBLEM' and grouped_into is null and recovered_at is null;
create index alert_run on ingest.alert (run_id);
create index alert_group on ingest.alert (grouped_into) where grouped_into is not null;

comment on table ingest.alert is 'What a person is to be told. Written in the transaction of what it is about.';
comment on column ingest.alert.fingerprint is 'Two alerts with the same one are about the same problem.';
comment on column ingest.alert.notice is 'What is told, the same on all channels.';
comment on column ingest.alert.grouped_into is 'The alert that was told, when this was the same problem again a short time later.';
comment on column ingest.alert.summed_up_at is 'When it was told how often the problem came again.';

create table ingest.alert_delivery (
    id bigint generated always as identity primary key,
    alert_id bigint not null references ingest.alert (id),
    channel text not null,
    target text not null,
    state text not null default 'PENDING',
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    claimed_until timestamptz,
    ended_at timestamptz,
    last_error text,
    constraint alert_delivery_key unique (alert_id, channel, target),
    constraint alert_delivery_channel check (channel in ('MAIL', 'WEBHOOK')),
    constraint alert_delivery_state check (state in ('PENDING', 'SENT', 'FAILED')),
    constraint alert_delivery_end check ((state = 'PENDING') = (ended_at is null))
);

create index alert_delivery_pending on ingest.alert_delivery (channel, next_attempt_at) where state = 'PENDING';

comment on table ingest.alert_delivery is 'To whom an alert goes. PENDING until the other side has taken it, or it is given up.';
