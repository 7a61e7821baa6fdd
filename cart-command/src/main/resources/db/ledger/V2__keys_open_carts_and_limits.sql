-- What an append moves besides its events: the key that makes a command that is sent again the same command, the place
-- of an owner's one open cart, and the units that a customer has of what is limited. All but the keys is derived from
-- the events; it stands here so that an append can be judged by it.

create table ledger.command_key (
  principal      text        collate "C" not null,
  key            text        collate "C" not null,
  fingerprint    text        collate "C" not null,
  aggregate_type text        collate "C" not null,
  aggregate_id   text        collate "C" not null,
  version        bigint                  not null check (version >= -1),
  effects        jsonb                   not null check (jsonb_typeof(effects) = 'array'),
  excess         jsonb                   not null check (jsonb_typeof(excess) = 'array'),
  recorded_at    timestamptz             not null,
  constraint command_key_pkey primary key (principal, key)
);

create index command_key_recorded_at_idx on ledger.command_key (recorded_at);

comment on table ledger.command_key is 'What came of the commands that were sent with an Idempotency-Key; kept for 7 days.';
comment on column ledger.command_key.principal is 'Who sent it; everybody has keys of their own.';
comment on column ledger.command_key.key is 'As its sender chose it.';
comment on column ledger.command_key.fingerprint is 'Of the request, so that another one under the same key is seen.';
comment on column ledger.command_key.aggregate_type is 'Kind of aggregate whose state was answered.';
comment on column ledger.command_key.aggregate_id is 'Which one.';
comment on column ledger.command_key.version is 'Sequence number of the last event of the state that was answered.';
comment on column ledger.command_key.effects is 'What each change in the command came to.';
comment on column ledger.command_key.excess is 'Units beyond purchase limits that were told.';
comment on column ledger.command_key.recorded_at is 'The ledger''s time of the append.';

create table ledger.open_cart (
  owner   text collate "C" not null,
  cart_id text collate "C" not null,
  constraint open_cart_pkey primary key (owner)
);

comment on table ledger.open_cart is 'The one open cart behind each owner''s /me/cart.';
comment on column ledger.open_cart.owner is 'customer/ID or guest/ID.';
comment on column ledger.open_cart.cart_id is 'The cart; it is open, and this owner''s.';

create table ledger.limit_use (
  customer     text   collate "C" not null,
  sku          text   collate "C" not null,
  period_start bigint             not null check (period_start >= 0),
  units        bigint             not null check (units >= 0),
  constraint limit_use_pkey primary key (customer, sku, period_start)
) with (fillfactor = 80);

comment on table ledger.limit_use is 'How many units a customer has of a SKU.';
comment on column ledger.limit_use.period_start is '0: in open carts; else checked out in the period that began at this Unix time.';
comment on column ledger.limit_use.units is 'On all lines of the SKU, whatever their options.';

create table ledger.allowance (
  customer text        collate "C" not null,
  sku      text        collate "C" not null,
  until    timestamptz             not null,
  units    bigint                  not null check (units >= 0),
  constraint allowance_pkey primary key (customer, sku, until)
);

comment on table ledger.allowance is 'By how many units a customer''s limit of a SKU is raised, and until when.';

-- Whoever has used the service before has carts: the first open one of each customer takes the place, and the units in
-- all of them count.
insert into ledger.open_cart (owner, cart_id)
select distinct on (payload ->> 'customer') 'customer/' || (payload ->> 'customer'), aggregate_id
from ledger.event
where type = 'CartOpened' and payload ->> 'customer' is not null
order by payload ->> 'customer', position;

insert into ledger.limit_use (customer, sku, period_start, units)
select customer, sku, 0, sum(units)
from (
  select distinct on (e.aggregate_id, item_id)
    opened.payload ->> 'customer' as customer,
    split_part(item_id, '~', 1) as sku,
    e.sequence_number,
    case when e.type = 'ItemRemoved' then 0 else (e.payload ->> 'lineQuantity')::bigint end as units,
    e.aggregate_id
  from ledger.event opened
  join ledger.event e on e.aggregate_type = opened.aggregate_type and e.aggregate_id = opened.aggregate_id,
    coalesce(e.payload #>> '{item,itemId}', e.payload ->> 'itemId', e.payload ->> 'sku') item_id
  where opened.type = 'CartOpened'
    and opened.payload ->> 'customer' is not null
    and e.type in ('ItemAdded', 'QuantityChanged', 'ItemRemoved')
  order by e.aggregate_id, item_id, e.sequence_number desc
) line
where units > 0
  and not exists (
    select
    from ledger.event cleared
    where cleared.aggregate_type = 'Cart'
      and cleared.aggregate_id = line.aggregate_id
      and cleared.type = 'CartCleared'
      and cleared.sequence_number > line.sequence_number)
group by customer, sku;

-- The last event of an aggregate: its id and sequence number; null and -1 where it has none.
create function ledger.tip(of_type text, of_id text, out id uuid, out number bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select e.event_id, e.sequence_number into id, number
  from ledger.event e
  where e.aggregate_type = of_type and e.aggregate_id = of_id
  order by e.sequence_number desc
  limit 1;
  number := coalesce(number, -1);
end
$$;

-- Units that a customer may have of a SKU at a time: what the shop allows everybody, and allowances.
create function ledger.allowed_units(of_customer text, of_sku text, shop_limit int, at timestamptz)
returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
begin atomic
  select shop_limit + coalesce(sum(units), 0)
  from ledger.allowance
  where customer = of_customer and sku = of_sku and until > at;
end;

drop function ledger.append;

-- Appends a batch of members in the caller's transaction; each member is taken whole or dropped whole.
--
-- A member has one stream for each aggregate that it was decided on, a stream has the events that are to follow. The
-- members are judged in their order, and what a member that is taken moves counts for those behind it. One is taken if
--
-- 1. its key has not been used,
-- 2. each of its streams was decided on what is the aggregate's last event, in the table or left by a member taken
--    before it (the event's id is compared, not its sequence number: after a lost race the same number is another
--    event),
-- 3. no other cart has the place that it takes among the open carts,
-- 4. no customer has more units after it than is allowed, as far as it asks for that to be checked.
--
-- Order: the lock is held until the commit is flushed and visible, so positions are in commit order, and whoever reads
-- position n can be sure that nothing below n will appear later.
create function ledger.append(
  stream_member      int[],       -- which member of the batch, from 1; here and below a member's rows stand together
  stream_type        text[],      -- aggregate_type
  stream_id          text[],      -- aggregate_id
  stream_decided_on  text[],      -- event_id of the last event seen; null: the aggregate had none
  event_stream       int[],       -- which stream, from 1; a stream's events stand together, in order
  event_id           text[],
  event_type         text[],
  event_revision     smallint[],
  event_payload      text[],
  event_origin       text[],
  key_member         int[],       -- at most one for a member
  key_principal      text[],
  key_text           text[],
  key_fingerprint    text[],
  key_stream         int[],       -- whose aggregate is answered
  key_version        bigint[],
  key_effects        text[],
  place_member       int[],       -- places among the open carts; those that are released stand before those taken
  place_owner        text[],
  place_cart         text[],
  place_kind         text[],      -- RELEASE, TAKE, OFFER
  use_member         int[],       -- units of a customer; one row for each customer and SKU
  use_customer       text[],
  use_sku            text[],
  use_open           int[],       -- units more in open carts
  use_ordered        int[],       -- units more checked out
  use_limit          int[],       -- most that the shop allows; null: any
  use_checked        boolean[],   -- dropped where there are too many; else that is told
  allowance_member   int[],
  allowance_customer text[],
  allowance_sku      text[],
  allowance_until    text[],
  allowance_units    int[],       -- more than before
  period_seconds     bigint,      -- length of the periods in which check-outs count
  out head           bigint,      -- last position before this batch
  out recorded_at    timestamptz, -- of all events of this batch
  out verdicts       jsonb)       -- of members that were dropped, and what is told of those that were taken
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  members  constant int := coalesce((select max(m) from unnest(stream_member) m), 0);
  leaves   text[];         -- by stream: the last event after it, were it taken
  grows    bigint[];       -- by stream: its events
  base     bigint[];       -- by stream: the sequence number that it follows
  tips     jsonb := '{}';  -- by aggregate: its last event, and that event's sequence number, as the batch goes on
  tip      jsonb;
  lost     int[] := '{}';
  verdict  jsonb;
  excess   jsonb;
  period   bigint;
  allowed  bigint;
  used     bigint;
  holder   text;
  s        int := 1;       -- the next stream, key, place, use and allowance
  k        int := 1;
  p        int := 1;
  u        int := 1;
  a        int := 1;
  first    int;
  appended bigint;
begin
  lock table ledger.append_lock in exclusive mode;

  select e.position, e.recorded_at into head, recorded_at
  from ledger.event e
  order by e.position desc
  limit 1;

  head := coalesce(head, 0);
  recorded_at := greatest(recorded_at, clock_timestamp());
  verdicts := '[]';
  period := floor(extract(epoch from recorded_at) / period_seconds)::bigint * period_seconds;

  select
    array_agg(coalesce(e.last, s.decided_on) order by s.ordinal),
    array_agg(coalesce(e.events, 0) order by s.ordinal)
  into leaves, grows
  from unnest(stream_decided_on) with ordinality s(decided_on, ordinal)
  left join (
    select e.stream, (array_agg(e.id order by e.ordinal desc))[1] as last, count(*) as events
    from unnest(event_stream, event_id) with ordinality e(stream, id, ordinal)
    group by e.stream
  ) e on e.stream = s.ordinal;

  for member in 1 .. members loop
    verdict := null;
    excess := '[]';

    if key_member[k] = member and exists (
        select from ledger.command_key c where c.principal = key_principal[k] and c.key = key_text[k]) then
      verdict := '{"lost": "key-taken"}';
    end if;

    first := s;
    while stream_member[s] = member loop
      tip := tips -> (stream_type[s] || '/' || stream_id[s]);
      if tip is null then
        tip := to_jsonb(ledger.tip(stream_type[s], stream_id[s]));
        tips := tips || jsonb_build_object(stream_type[s] || '/' || stream_id[s], tip);
      end if;
      base[s] := tip ->> 'number';
      if verdict is null and (tip ->> 'id')::uuid is distinct from stream_decided_on[s]::uuid then
        verdict := jsonb_build_object('lost', 'moved', 'type', stream_type[s], 'id', stream_id[s]);
      end if;
      s := s + 1;
    end loop;

    for i in p .. cardinality(place_member) loop
      exit when place_member[i] <> member or verdict is not null;
      if place_kind[i] = 'TAKE' then
        select cart_id into holder from ledger.open_cart where owner = place_owner[i];
        if holder <> place_cart[i] then
          verdict := jsonb_build_object('lost', 'open-cart', 'cart', holder);
        end if;
      end if;
    end loop;

    for i in u .. cardinality(use_member) loop
      exit when use_member[i] <> member or verdict is not null;
      if use_limit[i] is not null then
        allowed := ledger.allowed_units(use_customer[i], use_sku[i], use_limit[i], recorded_at);
        select coalesce(sum(units), 0) into used
        from ledger.limit_use
        where customer = use_customer[i] and sku = use_sku[i] and period_start in (0, period);
        if used + use_open[i] + use_ordered[i] > allowed then
          if use_checked[i] then
            verdict := jsonb_build_object('lost', 'limit', 'sku', use_sku[i], 'allowed', allowed, 'used', used);
          else
            excess := excess || jsonb_build_object(
              'sku', use_sku[i], 'allowed', allowed, 'used', used + use_open[i] + use_ordered[i]);
          end if;
        end if;
      end if;
    end loop;

    if verdict is null then
      -- Those behind it are judged by what it leaves.
      for i in first .. s - 1 loop
        tips := tips || jsonb_build_object(
          stream_type[i] || '/' || stream_id[i],
          jsonb_build_object('id', leaves[i], 'number', base[i] + grows[i]));
      end loop;
      if excess <> '[]' then
        verdicts := verdicts || jsonb_build_object('member', member, 'excess', excess);
      end if;
    else
      lost := lost || member;
      verdicts := verdicts || (verdict || jsonb_build_object('member', member));
    end if;

    while key_member[k] = member loop
      if verdict is null then
        insert into ledger.command_key
        values (
          key_principal[k], key_text[k], key_fingerprint[k], stream_type[key_stream[k]], stream_id[key_stream[k]],
          key_version[k], key_effects[k]::jsonb, excess, recorded_at);
      end if;
      k := k + 1;
    end loop;

    while place_member[p] = member loop
      if verdict is null and place_kind[p] = 'RELEASE' then
        delete from ledger.open_cart where owner = place_owner[p] and cart_id = place_cart[p];
      elsif verdict is null then
        insert into ledger.open_cart (owner, cart_id) values (place_owner[p], place_cart[p]) on conflict do nothing;
      end if;
      p := p + 1;
    end loop;

    while use_member[u] = member loop
      if verdict is null then
        merge into ledger.limit_use l
        using (values (0, use_open[u]), (period, use_ordered[u])) moved(period_start, units)
        on l.customer = use_customer[u] and l.sku = use_sku[u] and l.period_start = moved.period_start
        when matched then update set units = l.units + moved.units
        when not matched and moved.units <> 0 then
          insert (customer, sku, period_start, units)
          values (use_customer[u], use_sku[u], moved.period_start, moved.units);
      end if;
      u := u + 1;
    end loop;

    while allowance_member[a] = member loop
      if verdict is null then
        merge into ledger.allowance l
        using (select allowance_until[a]::timestamptz) moved(until)
        on l.customer = allowance_customer[a] and l.sku = allowance_sku[a] and l.until = moved.until
        when matched then update set units = l.units + allowance_units[a]
        when not matched then
          insert (customer, sku, until, units)
          values (allowance_customer[a], allowance_sku[a], moved.until, allowance_units[a]);
      end if;
      a := a + 1;
    end loop;
  end loop;

  insert into ledger.event (
    position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
  select
    head + row_number() over (order by e.ordinal),
    stream_type[e.stream],
    stream_id[e.stream],
    base[e.stream] + row_number() over (partition by e.stream order by e.ordinal),
    e.id::uuid,
    e.type,
    e.revision,
    e.payload::jsonb,
    e.origin::jsonb,
    append.recorded_at
  from unnest(event_stream, event_id, event_type, event_revision, event_payload, event_origin)
       with ordinality e(stream, id, type, revision, payload, origin, ordinal)
  where stream_member[e.stream] <> all (lost);

  get diagnostics appended = row_count;
  if appended > 0 then
    perform pg_notify('ledger', (head + appended)::text);
  end if;
end
$$;

comment on function ledger.append is
  'The only way into the ledger: appends a batch, gives positions and time, tells who was dropped and why.';

-- Forgets keys in small steps, so that no append waits long for it.
create function ledger.purge_keys(most int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  purged int;
begin
  delete from ledger.command_key
  where (principal, key) in (
    select c.principal, c.key
    from ledger.command_key c
    where c.recorded_at < clock_timestamp() - interval '7 days'
    order by c.recorded_at
    limit most
    for update skip locked);
  get diagnostics purged = row_count;
  return purged;
end
$$;

comment on function ledger.purge_keys is 'Deletes at most so many keys that are older than 7 days; returns how many.';

revoke all on function ledger.append, ledger.purge_keys, ledger.tip, ledger.allowed_units from public;
grant execute on function ledger.append, ledger.purge_keys to cart_command;

grant select on ledger.command_key, ledger.open_cart, ledger.limit_use, ledger.allowance to cart_command, cart_reader;
