-- Every change, with who made it and from where. What was folded before had none: it is folded again from the ledger's
-- first event on.

create table view_1.change (
  position       bigint                  not null check (position >= 1),
  cart_id        text        collate "C",
  customer       text        collate "C",
  version        bigint                  not null check (version >= 0),
  type           text        collate "C" not null,
  recorded_at    timestamptz             not null,
  received_at    timestamptz,
  channel        text        collate "C",
  actor_kind     text        collate "C",
  actor          text        collate "C",
  client         text        collate "C",
  request_id     text        collate "C",
  correlation_id text        collate "C",
  causation_id   uuid,
  ip             inet,
  session        text        collate "C",
  user_agent     text,
  subject        uuid,
  constraint change_pkey primary key (position)
);

comment on table view_1.change is 'Every change of every cart and customer''s file, one row an event.';
comment on column view_1.change.position is 'The event''s position in ledger.event.';
comment on column view_1.change.cart_id is 'Which cart has changed; null for a customer''s file.';
comment on column view_1.change.customer is 'Whose cart it is after the change, or whose file; null for a guest''s cart and for nobody''s.';
comment on column view_1.change.version is 'The version that the change has made.';
comment on column view_1.change.type is 'The event''s type.';
comment on column view_1.change.recorded_at is 'The ledger''s time of the change.';
comment on column view_1.change.received_at is 'When the first node received the command, by its clock.';
comment on column view_1.change.channel is 'api, legacy, support or system.';
comment on column view_1.change.actor_kind is 'customer, guest, back-end, support or system; null in events of earlier builds, like the columns below.';
comment on column view_1.change.actor is 'Who sent the command, among their kind.';
comment on column view_1.change.client is 'The software that sent it for them.';
comment on column view_1.change.request_id is 'Names the request in its answer and in the access log.';
comment on column view_1.change.correlation_id is 'The trace or request that this belongs to.';
comment on column view_1.change.causation_id is 'The command: all its changes have the same.';
comment on column view_1.change.ip is 'Where the request came from; null once the person is erased.';
comment on column view_1.change.session is 'In which session; null once the person is erased.';
comment on column view_1.change.user_agent is 'What the browser or app says that it is; null once the person is erased.';
comment on column view_1.change.subject is 'Names the key with which the three are sealed in the ledger; null if they never were known.';

create index change_cart on view_1.change (cart_id, version) where cart_id is not null;
comment on index view_1.change_cart is 'For the history of a cart.';

create index change_subject on view_1.change (subject) where subject is not null;
comment on index view_1.change_subject is 'For the erasure of a person.';

-- Gone once the customer has been erased.
alter table view_1.note alter column text drop not null;

truncate view_1.cart, view_1.cart_line, view_1.open_cart, view_1.customer, view_1.allowance, view_1.note;
update view_1.progress set position = 0;

grant select on view_1.change to cart_reader;
