-- Whose carts there are, what closed ones have become, and the customers' files. What was folded before knew nothing of
-- it: it is folded again from the ledger's first event on.

alter table view_1.cart
  add column guest           text collate "C",
  add column order_reference text collate "C",
  add column merged_into     text collate "C";

comment on column view_1.cart.status is 'OPEN, ABANDONED, CHECKED_OUT or MERGED.';
comment on column view_1.cart.customer is 'Whose cart it is; null for a guest''s and for nobody''s.';
comment on column view_1.cart.guest is 'Whose cart it is; null for a customer''s and for nobody''s.';
comment on column view_1.cart.order_reference is 'The order that a checked-out cart has become.';
comment on column view_1.cart.merged_into is 'The cart that has the lines of a merged one.';

create table view_1.open_cart (
  owner   text collate "C" not null,
  cart_id text collate "C" not null,
  constraint open_cart_pkey primary key (owner)
);

comment on table view_1.open_cart is 'The one open cart behind each owner''s /me/cart.';
comment on column view_1.open_cart.owner is 'customer/ID or guest/ID.';
comment on column view_1.open_cart.cart_id is 'The cart.';

create table view_1.customer (
  customer text   collate "C" not null,
  version  bigint             not null check (version >= 0),
  constraint customer_pkey primary key (customer)
);

comment on table view_1.customer is 'Every customer''s file that anything is in.';
comment on column view_1.customer.customer is 'The customer; aggregate_id in ledger.event.';
comment on column view_1.customer.version is 'Sequence number of the last event that is folded in.';

create table view_1.allowance (
  customer  text        collate "C" not null,
  allowance bigint                  not null,
  sku       text        collate "C" not null,
  units     integer                 not null check (units > 0),
  until     timestamptz             not null,
  ticket    text                    not null,
  revoked   boolean                 not null,
  constraint allowance_pkey primary key (customer, allowance)
);

comment on table view_1.allowance is 'By how many units a customer''s purchase limit of a SKU is raised.';
comment on column view_1.allowance.customer is 'The customer.';
comment on column view_1.allowance.allowance is 'Sequence number of the event that granted it.';
comment on column view_1.allowance.until is 'When it ends.';
comment on column view_1.allowance.ticket is 'Why it was granted.';
comment on column view_1.allowance.revoked is 'Whether it was taken back before.';

truncate view_1.cart, view_1.cart_line;
update view_1.progress set position = 0;

grant select on view_1.open_cart, view_1.customer, view_1.allowance to cart_reader;
