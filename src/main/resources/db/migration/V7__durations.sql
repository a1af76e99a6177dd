-- Durations take part in the balance of a run as rows and charge do.

alter table ingest.run_tally
    add column duration numeric;

comment on column ingest.run_tally.duration is
    'The exact sum of durations, each as float8 casts to numeric. NULL for a run of before they were counted.';

comment on table ingest.run_tally is
    'What became of the records of a run: READ is the sum of the other dispositions, in rows, charge and duration.';
