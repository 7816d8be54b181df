-- Who writes to a session: one process at a time, as long as its heartbeat goes on.
alter table session add column writer text;
