-- The tables of a generation. Owned by cart_view. Everything here is folded from ledger.event. What finds rows by
-- anything but the order in which a rebuild writes them is in V2, because an index is made faster than it is kept up.

create table ${view_n}.cart (
  cart_id         text     collate "C" not null,
  version         bigint               not null check (version >= 0),
  status          text     collate "C" not null,
  customer        text     collate "C",
  guest           text     collate "C",
  order_reference text     collate "C",
  merged_into     text     collate "C",
  lines           integer              not null check (lines >= 0),
  words           tsvector             not null
) with (fillfactor = 80);

comment on table ${view_n}.cart is 'Every cart as it is now.';
comment on column ${view_n}.cart.cart_id is 'The cart''s identifier; aggregate_id in ledger.event.';
comment on column ${view_n}.cart.version is 'Sequence number of the last event that is folded in.';
comment on column ${view_n}.cart.status is 'OPEN, ABANDONED, CHECKED_OUT or MERGED.';
comment on column ${view_n}.cart.customer is 'Whose cart it is; null for a guest''s and for nobody''s.';
comment on column ${view_n}.cart.guest is 'Whose cart it is; null for a customer''s and for nobody''s.';
comment on column ${view_n}.cart.order_reference is 'The order that a checked-out cart has become.';
comment on column ${view_n}.cart.merged_into is 'The cart that has the lines of a merged one.';
comment on column ${view_n}.cart.lines is 'How many lines it has.';
comment on column ${view_n}.cart.words is 'What a search for words finds it by, in lower case: its id, owner, order, the cart it was merged into, its SKUs and what was chosen of them.';

create table ${view_n}.cart_line (
  cart_id       text   collate "C" not null,
  item_id       text   collate "C" not null,
  sku           text   collate "C" not null,
  options       jsonb              not null,
  quantity      integer            not null check (quantity > 0),
  since_version bigint             not null check (since_version >= 0)
) with (fillfactor = 80);

comment on table ${view_n}.cart_line is 'Every line of every cart. One row for an item in a cart, whatever happens.';
comment on column ${view_n}.cart_line.cart_id is 'The cart.';
comment on column ${view_n}.cart_line.item_id is 'The item: its SKU, or SKU~digest where it has options.';
comment on column ${view_n}.cart_line.sku is 'The item''s stock keeping unit.';
comment on column ${view_n}.cart_line.options is 'What the shopper chose of it; {} for nothing.';
comment on column ${view_n}.cart_line.quantity is 'Units.';
comment on column ${view_n}.cart_line.since_version is 'The cart''s version in which the line appeared; lines are shown in this order.';

create table ${view_n}.open_cart (
  owner   text collate "C" not null,
  cart_id text collate "C" not null,
  constraint open_cart_pkey primary key (owner)
);

comment on table ${view_n}.open_cart is 'The one open cart behind each owner''s /me/cart.';
comment on column ${view_n}.open_cart.owner is 'customer/ID or guest/ID.';
comment on column ${view_n}.open_cart.cart_id is 'The cart.';

-- Until a rebuild has folded all carts.
create unlogged table ${view_n}.place_move (
  owner    text    collate "C" not null,
  position bigint              not null,
  cart_id  text    collate "C" not null,
  takes    boolean             not null
);

create table ${view_n}.customer (
  customer text   collate "C" not null,
  version  bigint             not null check (version >= 0),
  constraint customer_pkey primary key (customer)
);

comment on table ${view_n}.customer is 'Every customer''s file that anything is in.';
comment on column ${view_n}.customer.customer is 'The customer; aggregate_id in ledger.event.';
comment on column ${view_n}.customer.version is 'Sequence number of the last event that is folded in.';

create table ${view_n}.allowance (
  customer  text        collate "C" not null,
  allowance bigint                  not null,
  sku       text        collate "C" not null,
  units     integer                 not null check (units > 0),
  until     timestamptz             not null,
  ticket    text                    not null,
  revoked   boolean                 not null,
  constraint allowance_pkey primary key (customer, allowance)
);

comment on table ${view_n}.allowance is 'By how many units a customer''s purchase limit of a SKU is raised.';
comment on column ${view_n}.allowance.customer is 'The customer.';
comment on column ${view_n}.allowance.allowance is 'Sequence number of the event that granted it.';
comment on column ${view_n}.allowance.sku is 'The SKU.';
comment on column ${view_n}.allowance.units is 'By how many.';
comment on column ${view_n}.allowance.until is 'When it ends.';
comment on column ${view_n}.allowance.ticket is 'Why it was granted.';
comment on column ${view_n}.allowance.revoked is 'Whether it was taken back before.';

create table ${view_n}.note (
  customer   text        collate "C" not null,
  note       bigint                  not null,
  added_at   timestamptz             not null,
  actor_kind text        collate "C" not null,
  actor      text        collate "C" not null,
  text       text,
  ticket     text,
  constraint note_pkey primary key (customer, note)
);

comment on table ${view_n}.note is 'What support has noted about customers, in its own words: personal data.';
comment on column ${view_n}.note.customer is 'The customer.';
comment on column ${view_n}.note.note is 'Sequence number of the event that added it.';
comment on column ${view_n}.note.added_at is 'When, by the ledger''s time.';
comment on column ${view_n}.note.actor_kind is 'In what capacity somebody added it: support.';
comment on column ${view_n}.note.actor is 'Who added it.';
comment on column ${view_n}.note.text is 'The note; null once the customer is erased.';
comment on column ${view_n}.note.ticket is 'What it is about in the shop''s help desk; null for nothing there.';
comment on index ${view_n}.note_pkey is 'Also the newest notes of a customer, for GET /customers/{customer}.';

create table ${view_n}.change (
  position        bigint                  not null check (position >= 1),
  cart_id         text        collate "C",
  customer        text        collate "C",
  version         bigint                  not null check (version >= 0),
  type            text        collate "C" not null,
  recorded_at     timestamptz             not null,
  received_at     timestamptz,
  channel         text        collate "C",
  actor_kind      text        collate "C",
  actor           text        collate "C",
  client          text        collate "C",
  request_id      text        collate "C",
  correlation_id  text        collate "C",
  causation_id    uuid,
  idempotency_key text        collate "C",
  ip              inet,
  session         text        collate "C",
  user_agent      text,
  reason          text,
  ticket          text        collate "C",
  subject         uuid
);

comment on table ${view_n}.change is 'Every change of every cart and customer''s file, one row an event.';
comment on column ${view_n}.change.position is 'The event''s position in ledger.event.';
comment on column ${view_n}.change.cart_id is 'Which cart has changed; null for a customer''s file.';
comment on column ${view_n}.change.customer is 'Whose cart it is after the change, or whose file; null for a guest''s cart and for nobody''s.';
comment on column ${view_n}.change.version is 'The version that the change has made.';
comment on column ${view_n}.change.type is 'The event''s type.';
comment on column ${view_n}.change.recorded_at is 'The ledger''s time of the change.';
comment on column ${view_n}.change.received_at is 'When the first node received the command, by its clock.';
comment on column ${view_n}.change.channel is 'api, legacy, support or system.';
comment on column ${view_n}.change.actor_kind is 'customer, guest, back-end, support or system; null in events of earlier builds, like the columns below.';
comment on column ${view_n}.change.actor is 'Who sent the command, among their kind.';
comment on column ${view_n}.change.client is 'The software that sent it for them.';
comment on column ${view_n}.change.request_id is 'Names the request in its answer and in the access log.';
comment on column ${view_n}.change.correlation_id is 'The trace or request that this belongs to.';
comment on column ${view_n}.change.causation_id is 'The command: all its changes have the same.';
comment on column ${view_n}.change.idempotency_key is 'The Idempotency-Key that the command came with; null for none.';
comment on column ${view_n}.change.ip is 'Where the request came from; null once the person is erased.';
comment on column ${view_n}.change.session is 'In which session; null once the person is erased.';
comment on column ${view_n}.change.user_agent is 'What the browser or app says that it is; null once the person is erased.';
comment on column ${view_n}.change.reason is 'Why support has made the change, in their words; null for changes of others, and once the person is erased.';
comment on column ${view_n}.change.ticket is 'What the change is about in the shop''s help desk; null for nothing there.';
comment on column ${view_n}.change.subject is 'Names the key with which ip, session, user_agent and reason are sealed in the ledger; null if they never were known.';

create table ${view_n}.change_line (
  position        bigint             not null,
  item_id         text   collate "C" not null,
  sku             text   collate "C" not null,
  quantity_before integer            not null check (quantity_before >= 0),
  quantity_after  integer            not null check (quantity_after >= 0)
);

comment on table ${view_n}.change_line is 'The lines that a change has made other than they were, one row an item.';
comment on column ${view_n}.change_line.position is 'The change.';
comment on column ${view_n}.change_line.item_id is 'The item.';
comment on column ${view_n}.change_line.sku is 'Its SKU.';
comment on column ${view_n}.change_line.quantity_before is 'Units on the line before; 0: there was none.';
comment on column ${view_n}.change_line.quantity_after is 'Units on the line after; 0: there is none any more.';

create table ${view_n}.parked (
  aggregate_type text        collate "C" not null,
  aggregate_id   text        collate "C" not null,
  position       bigint                  not null check (position >= 1),
  cause          text                    not null,
  parked_at      timestamptz             not null default now(),
  discarded_at   timestamptz,
  discarded_by   text,
  discard_reason text,
  constraint parked_pkey primary key (aggregate_type, aggregate_id),
  constraint parked_discarded_check check (
    (discarded_at is null) = (discarded_by is null) and (discarded_at is null) = (discard_reason is null))
);

comment on table ${view_n}.parked is 'Carts and customers'' files of which an event could not be folded: they stay as they were before it.';
comment on column ${view_n}.parked.aggregate_type is 'Cart or Customer.';
comment on column ${view_n}.parked.aggregate_id is 'Which one.';
comment on column ${view_n}.parked.position is 'The event.';
comment on column ${view_n}.parked.cause is 'What was wrong with it.';
comment on column ${view_n}.parked.parked_at is 'Since when.';
comment on column ${view_n}.parked.discarded_at is 'Since when nobody waits for it any more; null while somebody does.';
comment on column ${view_n}.parked.discarded_by is 'Who has decided that.';
comment on column ${view_n}.parked.discard_reason is 'Why.';

create table ${view_n}.progress (
  only_row boolean not null default true check (only_row),
  position bigint  not null check (position >= 0),
  retries  bigint  not null default 0,
  constraint progress_pkey primary key (only_row)
);

comment on table ${view_n}.progress is 'How far this generation has followed the ledger; moved in the transaction that folds.';
comment on column ${view_n}.progress.only_row is 'Always true: there is one row.';
comment on column ${view_n}.progress.position is 'All events up to this position are folded in or parked, none above.';
comment on column ${view_n}.progress.retries is 'How often carts that were parked have been folded again, which moves no position.';

insert into ${view_n}.progress (position) values (0);

grant usage on schema ${view_n} to cart_reader;
grant select on all tables in schema ${view_n} to cart_reader;
