-- How changes of a time are found.

create index change_recorded_at on ${view_n}.change (recorded_at, position) include (cart_id);
comment on index ${view_n}.change_recorded_at is
  'For GET /changes?from=&to=: which positions a time has; and for GET /carts?changedFrom=&changedTo=: which carts.';
