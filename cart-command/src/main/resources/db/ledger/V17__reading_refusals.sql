-- Refusals are read page by page, in the order of their times: the number tells those of one time apart. Each page is one
-- range of one index, from whichever place it begins.

create index refusal_cart_idx on ledger.refusal (cart_id, received_at, refusal_id) where cart_id is not null;
create index refusal_cart_caller_idx on ledger.refusal (cart_id, actor_kind, actor, received_at, refusal_id)
  where cart_id is not null and actor is not null;
create index refusal_caller_idx on ledger.refusal (actor, actor_kind, received_at, refusal_id) where actor is not null;

drop index ledger.refusal_cart_id_idx;
drop index ledger.refusal_actor_idx;

comment on index ledger.refusal_cart_idx is 'For what was tried with one cart: GET /carts/{cartId}/history.';
comment on index ledger.refusal_cart_caller_idx is 'For what one caller tried with one cart: the same of somebody who shops.';
comment on index ledger.refusal_caller_idx is 'For what one caller tried: GET /customers/{customer}/history.';
