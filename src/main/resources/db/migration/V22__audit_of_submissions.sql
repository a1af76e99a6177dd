-- Who has a file loaded is audited too. Not what the service takes from its inbox: nobody has asked for that by name.

comment on table ingest.audit is 'Acts of people, and what the service removed. Only ever appended to.';
