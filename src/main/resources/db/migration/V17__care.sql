-- When the tables were last looked after, by whichever instance: the others leave it to that one until the next time.
create table ingest.care (
    began_at timestamptz not null,
    only_row boolean not null default true,
    constraint care_key primary key (only_row),
    constraint care_is_one_row check (only_row)
);

comment on table ingest.care is 'When the last care of the tables began: dead rows and statistics.';

insert into ingest.care (began_at)
values (clock_timestamp());
