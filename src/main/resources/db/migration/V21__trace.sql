-- The trace of the request that asked for a run: whoever works on it, in whichever process, goes on with the trace.

alter table ingest.run
    add column trace_parent text;

comment on column ingest.run.trace_parent is 'In the form of the traceparent header (W3C Trace Context); NULL when the request had none, or traces were off.';
