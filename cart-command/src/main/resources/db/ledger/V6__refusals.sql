-- Commands that were refused, and those that were sent again and answered as before: for support, who asks what somebody
-- tried. Nothing is decided by it, and it is thrown away after a time.

create table ledger.refusal (
  refusal_id   bigint      generated always as identity,
  received_at  timestamptz             not null,
  code         text        collate "C" not null,
  status       smallint                not null check (status between 100 and 599),
  method       text        collate "C" not null,
  route        text        collate "C",
  cart_id      text        collate "C",
  item_id      text        collate "C",
  sku          text        collate "C",
  actor_kind   text        collate "C",
  actor        text        collate "C",
  client       text        collate "C",
  ip_hash      bytea                   not null,
  session_hash bytea,
  request_id   text        collate "C" not null,
  constraint refusal_pkey primary key (refusal_id)
);

create index refusal_received_at_idx on ledger.refusal (received_at);
create index refusal_cart_id_idx on ledger.refusal (cart_id, received_at) where cart_id is not null;
create index refusal_actor_idx on ledger.refusal (actor, received_at) where actor is not null;
create index refusal_ip_hash_idx on ledger.refusal (ip_hash, received_at);

comment on table ledger.refusal is
  'Commands that were refused or replayed: up to a bound each second, the others are in refusal_count. Kept for 30 days, unless configured otherwise.';
comment on column ledger.refusal.refusal_id is 'Tells rows apart; says nothing of their order.';
comment on column ledger.refusal.received_at is 'When the request came in, by the clock of the node that took it.';
comment on column ledger.refusal.code is 'Why: the code of the problem that was answered; or replayed, for a key that was known.';
comment on column ledger.refusal.status is 'The status of the answer.';
comment on column ledger.refusal.method is 'The request''s method.';
comment on column ledger.refusal.route is 'The route, with names in the place of values; null if it was refused before one was looked for.';
comment on column ledger.refusal.cart_id is 'The cart that the request or its answer named; it need not exist.';
comment on column ledger.refusal.item_id is 'The item that the path named; it need not exist.';
comment on column ledger.refusal.sku is 'The SKU that was to be added, as it was sent.';
comment on column ledger.refusal.actor_kind is 'In what capacity the caller acted: customer, guest, back-end or support; null if nobody knows who it was.';
comment on column ledger.refusal.actor is 'Who it was among that kind.';
comment on column ledger.refusal.client is 'The application that the caller used; null if it is not known.';
comment on column ledger.refusal.ip_hash is 'A keyed hash of the caller''s IP address: the same address has the same hash, which does not tell it.';
comment on column ledger.refusal.session_hash is 'The same of the session''s id; null without a session.';
comment on column ledger.refusal.request_id is 'The request''s name, as in the access log and in X-Request-Id.';
comment on index ledger.refusal_received_at_idx is 'For what happened in a time, and for ledger.purge_refusals, which looks for the oldest.';
comment on index ledger.refusal_cart_id_idx is 'For what was tried with one cart.';
comment on index ledger.refusal_actor_idx is 'For what one caller tried.';
comment on index ledger.refusal_ip_hash_idx is 'For what came from the same address.';

create table ledger.refusal_count (
  minute   timestamptz             not null,
  code     text        collate "C" not null,
  refusals bigint                  not null check (refusals > 0),
  constraint refusal_count_pkey primary key (minute, code)
);

comment on table ledger.refusal_count is
  'Refusals and replays that were only counted, because too many came at once. Kept as long as those in refusal.';
comment on column ledger.refusal_count.minute is 'The minute in which the requests came in.';
comment on column ledger.refusal_count.code is 'As in refusal.';
comment on column ledger.refusal_count.refusals is 'How many there were besides those that are in refusal.';
comment on constraint refusal_count_pkey on ledger.refusal_count is
  'One number for each minute and code, from all nodes. Also serves ledger.purge_refusals, which looks for the oldest.';

-- What a node has collected since its last call. Two nodes add to the same counts in the same order, so that neither
-- waits for the other in a circle.
create function ledger.record_refusals(
  refusals jsonb, -- an array of objects with the columns of ledger.refusal; hashes in hexadecimal digits
  counts   jsonb) -- an array of objects with the columns of ledger.refusal_count
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
  insert into ledger.refusal (
    received_at, code, status, method, route, cart_id, item_id, sku, actor_kind, actor, client, ip_hash, session_hash,
    request_id)
  select
    r.received_at, r.code, r.status, r.method, r.route, r.cart_id, r.item_id, r.sku, r.actor_kind, r.actor, r.client,
    decode(r.ip_hash, 'hex'), decode(r.session_hash, 'hex'), r.request_id
  from jsonb_to_recordset(refusals) r(
    received_at timestamptz, code text, status smallint, method text, route text, cart_id text, item_id text, sku text,
    actor_kind text, actor text, client text, ip_hash text, session_hash text, request_id text);

  insert into ledger.refusal_count as c (minute, code, refusals)
  select n.minute, n.code, n.refusals
  from jsonb_to_recordset(counts) n(minute timestamptz, code text, refusals bigint)
  order by n.minute, n.code
  on conflict (minute, code) do update set refusals = c.refusals + excluded.refusals;
$$;

comment on function ledger.record_refusals is 'The only way into ledger.refusal and ledger.refusal_count.';

create function ledger.purge_refusals(keep interval, most int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  kept_since constant timestamptz := clock_timestamp() - keep;
  refusals   int;
  counts     int;
begin
  delete from ledger.refusal
  where refusal_id in (
    select r.refusal_id
    from ledger.refusal r
    where r.received_at < kept_since
    order by r.received_at
    limit most
    for update skip locked);
  get diagnostics refusals = row_count;

  delete from ledger.refusal_count
  where (minute, code) in (
    select c.minute, c.code
    from ledger.refusal_count c
    where c.minute < kept_since
    order by c.minute, c.code
    limit most
    for update skip locked);
  get diagnostics counts = row_count;
  return refusals + counts;
end
$$;

comment on function ledger.purge_refusals is
  'Deletes at most so many rows of each table that are older than that; returns how many it were.';

revoke all on function ledger.record_refusals, ledger.purge_refusals from public;
grant execute on function ledger.record_refusals, ledger.purge_refusals to cart_command;
grant select on ledger.refusal, ledger.refusal_count to cart_command, cart_reader;
