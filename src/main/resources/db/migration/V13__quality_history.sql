-- Results in the order in which they were written, to page through.

alter table ingest.quality_result
    add column id bigint generated always as identity,
    add constraint quality_result_id unique (id);
