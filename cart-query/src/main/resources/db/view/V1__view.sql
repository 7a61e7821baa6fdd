-- The first generation of the read model. Owned by cart_view. Everything here is folded from ledger.event and can be
-- thrown away and folded again.

create schema view_1;

create table view_1.cart (
  cart_id  text   collate "C" not null,
  version  bigint             not null check (version >= 0),
  status   text               not null,
  customer text   collate "C",
  constraint cart_pkey primary key (cart_id)
);

comment on table view_1.cart is 'Every cart as it is now.';
comment on column view_1.cart.cart_id is 'The cart''s identifier; aggregate_id in ledger.event.';
comment on column view_1.cart.version is 'Sequence number of the last event that is folded in.';
comment on column view_1.cart.status is 'OPEN.';
comment on column view_1.cart.customer is 'Whose cart it is; null for nobody''s.';

create table view_1.cart_line (
  cart_id       text   collate "C" not null,
  item_id       text   collate "C" not null,
  sku           text   collate "C" not null,
  options       jsonb              not null,
  quantity      integer            not null check (quantity > 0),
  since_version bigint             not null check (since_version >= 0),
  constraint cart_line_pkey primary key (cart_id, item_id)
);

comment on table view_1.cart_line is 'Every line of every cart. One row for an item in a cart, whatever happens.';
comment on column view_1.cart_line.cart_id is 'The cart.';
comment on column view_1.cart_line.item_id is 'The item: its SKU, or SKU~digest where it has options.';
comment on column view_1.cart_line.sku is 'The item''s stock keeping unit.';
comment on column view_1.cart_line.options is 'What the shopper chose of it; {} for nothing.';
comment on column view_1.cart_line.quantity is 'Units.';
comment on column view_1.cart_line.since_version is 'The cart''s version in which the line appeared; lines are shown in this order.';

create table view_1.progress (
  only_row boolean not null default true check (only_row),
  position bigint  not null check (position >= 0),
  constraint progress_pkey primary key (only_row)
);

comment on table view_1.progress is 'How far this generation has followed the ledger; moved in the transaction that folds.';
comment on column view_1.progress.only_row is 'Always true: there is one row.';
comment on column view_1.progress.position is 'All events up to this position are folded in, none above.';

insert into view_1.progress (position) values (0);

grant usage on schema view_1 to cart_reader;
grant select on all tables in schema view_1 to cart_reader;
