-- States of aggregates with long histories, so that not every node folds all their events when it needs them. Whoever
-- reads one compares its fold's revision with its own, and its last event with the ledger's.
create table work.snapshot (
  aggregate_type text   collate "C" not null,
  aggregate_id   text   collate "C" not null,
  version        bigint             not null check (version >= 0),
  event_id       uuid               not null,
  position       bigint             not null check (position >= 1),
  fold_revision  int                not null check (fold_revision >= 1),
  state          jsonb              not null check (jsonb_typeof(state) = 'object'),
  constraint snapshot_pkey primary key (aggregate_type, aggregate_id)
);

comment on table work.snapshot is 'An aggregate''s state at some version. Disposable: the events tell it again.';
comment on column work.snapshot.aggregate_type is 'Kind of aggregate: Cart, Customer.';
comment on column work.snapshot.aggregate_id is 'Which one.';
comment on column work.snapshot.version is 'Sequence number of the last event that is in the state.';
comment on column work.snapshot.event_id is 'That event. Where the ledger has another one at the version, the row is ignored.';
comment on column work.snapshot.position is 'That event''s position.';
comment on column work.snapshot.fold_revision is 'Revision of the fold that made the state. Software with another one ignores the row.';
comment on column work.snapshot.state is 'The state, in that revision''s form. As in the ledger''s events, nothing of it is sealed: no state has what would be.';

grant select, insert, update on work.snapshot to cart_command;
