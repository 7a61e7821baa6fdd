-- Nothing reads it: the version and the event at it say all that a snapshot is checked by.
alter table work.snapshot drop column position;
