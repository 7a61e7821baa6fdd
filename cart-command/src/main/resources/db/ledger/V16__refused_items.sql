-- What is known of refusals on /me/cart, and of adds with options.
comment on column ledger.refusal.cart_id is
  'The cart that the request or its answer named, or that was found to be behind /me/cart; it need not exist.';
comment on column ledger.refusal.item_id is
  'The item that the path named, or that was to be added with options, once those were read; it need not exist.';
