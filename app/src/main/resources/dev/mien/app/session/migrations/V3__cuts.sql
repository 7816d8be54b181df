-- Whether a frame shows another picture than the one before: no person is followed across a cut.
alter table frame add column cut boolean not null default false;
