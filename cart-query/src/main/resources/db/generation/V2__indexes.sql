-- How rows of a generation are found.

drop table ${view_n}.place_move;

alter table ${view_n}.cart add constraint cart_pkey primary key (cart_id);
alter table ${view_n}.cart_line add constraint cart_line_pkey primary key (cart_id, item_id);
alter table ${view_n}.change add constraint change_pkey primary key (position);
alter table ${view_n}.change_line add constraint change_line_pkey primary key (position, item_id);

-- Carts are listed in the order of their ids, so that none moves while somebody turns the pages; and so that a change
-- of quantity touches no index.
create index cart_customer on ${view_n}.cart (customer, cart_id) where customer is not null;
comment on index ${view_n}.cart_customer is 'For GET /carts?customer=.';

create index cart_status on ${view_n}.cart (status, cart_id);
comment on index ${view_n}.cart_status is 'For GET /carts?status=.';

create index cart_lines on ${view_n}.cart (lines, cart_id);
comment on index ${view_n}.cart_lines is 'For GET /carts?minLines=&maxLines=.';

create index cart_words on ${view_n}.cart using gin (words);
comment on index ${view_n}.cart_words is 'For GET /carts?q=.';

create index cart_line_sku on ${view_n}.cart_line (sku, cart_id);
comment on index ${view_n}.cart_line_sku is 'For GET /carts?sku=.';

create index change_cart on ${view_n}.change (cart_id, position) where cart_id is not null;
comment on index ${view_n}.change_cart is 'For the history of a cart, and GET /changes?cart=.';

create index change_customer on ${view_n}.change (customer, position) where customer is not null;
comment on index ${view_n}.change_customer is 'For the history of a customer, and GET /changes?customer=.';

create index change_type on ${view_n}.change (type, position);
comment on index ${view_n}.change_type is 'For GET /changes?type=.';

create index change_channel on ${view_n}.change (channel, position);
comment on index ${view_n}.change_channel is 'For GET /changes?channel=.';

create index change_actor on ${view_n}.change (actor, position) where actor is not null;
comment on index ${view_n}.change_actor is 'For GET /changes?actor=.';

create index change_client on ${view_n}.change (client, position) where client is not null;
comment on index ${view_n}.change_client is 'For GET /changes?client=.';

create index change_ip on ${view_n}.change (ip, position) where ip is not null;
comment on index ${view_n}.change_ip is 'For GET /changes?ip=, an address or a CIDR range.';

create index change_session on ${view_n}.change (session, position) where session is not null;
comment on index ${view_n}.change_session is 'For GET /changes?session=.';

create index change_ticket on ${view_n}.change (ticket, position) where ticket is not null;
comment on index ${view_n}.change_ticket is 'For GET /changes?ticket=.';

create index change_subject on ${view_n}.change (subject) where subject is not null;
comment on index ${view_n}.change_subject is 'For the erasure of a person.';

create index change_line_sku on ${view_n}.change_line (sku, position);
comment on index ${view_n}.change_line_sku is 'For GET /changes?sku=.';
