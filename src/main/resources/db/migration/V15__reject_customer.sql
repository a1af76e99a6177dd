-- Whose a reject is, so that a customer's rejects can be found: to be shown and to be erased.

alter table ingest.reject
    add column customer_id integer;

create index reject_customer on ingest.reject (customer_id) where customer_id is not null;

comment on column ingest.reject.customer_id is
    'What the record''s customer column says. NULL where it cannot be read, and for what was kept aside before there was this column.';
comment on column ingest.reject_total.stored_count is
    'How many of them are in ingest.reject: fewer than row_count where more came than are stored, or where customers were erased.';
comment on table ingest.audit is
    'Acts that change what is in the warehouse other than by an ordinary load, and who read what is stored of a customer. Only ever appended to.';
