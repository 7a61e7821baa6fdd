-- The same as before, for large batches: what a batch rests on is read by a few statements, judged in memory, and written by
-- a few statements, whatever the number of members.
create or replace function ledger.append(
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
as $$
declare
  members    constant int := coalesce((select max(m) from unnest(stream_member) m), 0);
  aggregate  int[];      -- by stream: which of the aggregates, from 1
  leaves     text[];     -- by stream: the last event after it, were it taken
  grows      bigint[];   -- by stream: its events
  base       bigint[];   -- by stream: the sequence number that it follows
  tip_id     text[];     -- by aggregate: its last event, and that event's sequence number, as the batch goes on
  tip_number bigint[];
  key_alike  int[];      -- by key: which of the different keys, from 1
  key_used   boolean[];  -- by different key: whether it has been used, as the batch goes on
  key_excess jsonb[];    -- by key: what is told of limits
  owner      int[];      -- by place: which of the owners, from 1
  owners     text[];
  before     text[];     -- by owner: the cart that has the place before the batch
  holder     text[];     -- and as the batch goes on
  account    int[];      -- by use: which pair of customer and SKU, from 1
  used       bigint[];   -- by account: units, as the batch goes on
  lost       int[] := '{}';
  verdict    jsonb;
  excess     jsonb;
  period     bigint;
  allowed    bigint;
  s          int := 1;   -- the next stream, key, place, use and allowance
  k          int := 1;
  p          int := 1;
  u          int := 1;
  a          int := 1;
  i          int;
  appended   bigint;
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

  -- What the batch rests on is read at once; the judging below reads only what few members need.
  select
    array_agg(dense_rank order by ordinal),
    array_agg(coalesce(last, decided_on) order by ordinal),
    array_agg(coalesce(events, 0) order by ordinal)
  into aggregate, leaves, grows
  from (
    select
      s.ordinal, s.decided_on, e.last, e.events, dense_rank() over (order by s.type collate "C", s.id collate "C")
    from unnest(stream_type, stream_id, stream_decided_on) with ordinality s(type, id, decided_on, ordinal)
    left join (
      select e.stream, (array_agg(e.id order by e.ordinal desc))[1] as last, count(*) as events
      from unnest(event_stream, event_id) with ordinality e(stream, id, ordinal)
      group by e.stream
    ) e on e.stream = s.ordinal) stream;

  select array_agg(e.event_id::text order by n), array_agg(coalesce(e.sequence_number, -1) order by n)
  into tip_id, tip_number
  from (select distinct n, type, id from unnest(aggregate, stream_type, stream_id) s(n, type, id)) a
  left join lateral (
    select e.event_id, e.sequence_number
    from ledger.event e
    where e.aggregate_type = a.type and e.aggregate_id = a.id
    order by e.sequence_number desc
    limit 1
  ) e on true;

  if cardinality(key_member) > 0 then
    select array_agg(dense_rank order by ordinal) into key_alike
    from (
      select k.ordinal, dense_rank() over (order by k.principal collate "C", k.key collate "C")
      from unnest(key_principal, key_text) with ordinality k(principal, key, ordinal)) key;

    select array_agg(exists (
      select from ledger.command_key c where c.principal = k.principal and c.key = k.key) order by n)
    into key_used
    from (select distinct n, principal, key from unnest(key_alike, key_principal, key_text) k(n, principal, key)) k;

    key_excess := array_fill('[]'::jsonb, array[cardinality(key_member)]);
  end if;

  if cardinality(place_member) > 0 then
    select array_agg(dense_rank order by ordinal) into owner
    from (
      select p.ordinal, dense_rank() over (order by p.owner collate "C")
      from unnest(place_owner) with ordinality p(owner, ordinal)) place;

    select array_agg(o.owner order by o.n), array_agg(c.cart_id order by o.n)
    into owners, before
    from (select distinct o.n, o.owner from unnest(owner, place_owner) o(n, owner)) o
    left join ledger.open_cart c on c.owner = o.owner;

    holder := before;
  end if;

  if cardinality(use_member) > 0 then
    select array_agg(dense_rank order by ordinal) into account
    from (
      select u.ordinal, dense_rank() over (order by u.customer collate "C", u.sku collate "C")
      from unnest(use_customer, use_sku) with ordinality u(customer, sku, ordinal)) use;

    select array_agg(coalesce(l.units, 0) order by n) into used
    from (select distinct n, customer, sku from unnest(account, use_customer, use_sku) u(n, customer, sku)) u
    left join lateral (
      select sum(l.units) as units
      from ledger.limit_use l
      where l.customer = u.customer and l.sku = u.sku and l.period_start in (0, period)
    ) l on true;
  end if;

  for member in 1 .. members loop
    verdict := null;
    excess := '[]';

    if key_member[k] = member and key_used[key_alike[k]] then
      verdict := '{"lost": "key-taken"}';
    end if;

    i := s;
    while stream_member[i] = member loop
      base[i] := tip_number[aggregate[i]];
      if verdict is null and tip_id[aggregate[i]] is distinct from stream_decided_on[i] then
        verdict := jsonb_build_object('lost', 'moved', 'type', stream_type[i], 'id', stream_id[i]);
      end if;
      i := i + 1;
    end loop;

    i := p;
    while verdict is null and place_member[i] = member loop
      if place_kind[i] = 'TAKE' and holder[owner[i]] <> place_cart[i] then
        verdict := jsonb_build_object('lost', 'open-cart', 'cart', holder[owner[i]]);
      end if;
      i := i + 1;
    end loop;

    i := u;
    while verdict is null and use_member[i] = member loop
      if use_limit[i] is not null then
        allowed := ledger.allowed_units(use_customer[i], use_sku[i], use_limit[i], recorded_at);
        if used[account[i]] + use_open[i] + use_ordered[i] > allowed then
          if use_checked[i] then
            verdict := jsonb_build_object(
              'lost', 'limit', 'sku', use_sku[i], 'allowed', allowed, 'used', used[account[i]]);
          else
            excess := excess || jsonb_build_object(
              'sku', use_sku[i], 'allowed', allowed, 'used', used[account[i]] + use_open[i] + use_ordered[i]);
          end if;
        end if;
      end if;
      i := i + 1;
    end loop;

    if verdict is not null then
      lost := lost || member;
      verdicts := verdicts || (verdict || jsonb_build_object('member', member));
    elsif excess <> '[]' then
      verdicts := verdicts || jsonb_build_object('member', member, 'excess', excess);
    end if;

    -- Those behind it are judged by what it leaves.
    while stream_member[s] = member loop
      if verdict is null then
        tip_id[aggregate[s]] := leaves[s];
        tip_number[aggregate[s]] := base[s] + grows[s];
      end if;
      s := s + 1;
    end loop;

    while key_member[k] = member loop
      if verdict is null then
        key_used[key_alike[k]] := true;
        key_excess[k] := excess;
      end if;
      k := k + 1;
    end loop;

    while place_member[p] = member loop
      if verdict is null and place_kind[p] = 'RELEASE' then
        holder[owner[p]] := nullif(holder[owner[p]], place_cart[p]);
      elsif verdict is null then
        holder[owner[p]] := coalesce(holder[owner[p]], place_cart[p]);
      end if;
      p := p + 1;
    end loop;

    while use_member[u] = member loop
      if verdict is null then
        used[account[u]] := used[account[u]] + use_open[u] + use_ordered[u];
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

  if key_used is not null then
    insert into ledger.command_key
    select
      k.principal, k.key, k.fingerprint, stream_type[k.stream], stream_id[k.stream], k.version, k.effects::jsonb,
      k.excess, append.recorded_at
    from unnest(
      key_member, key_principal, key_text, key_fingerprint, key_stream, key_version, key_effects, key_excess)
      k(member, principal, key, fingerprint, stream, version, effects, excess)
    where k.member <> all (lost);
  end if;

  if owners is not null then
    delete from ledger.open_cart c
    using unnest(owners, before, holder) o(owner, before, holder)
    where c.owner = o.owner and o.before is distinct from o.holder;

    insert into ledger.open_cart (owner, cart_id)
    select o.owner, o.holder
    from unnest(owners, before, holder) o(owner, before, holder)
    where o.holder is not null and o.before is distinct from o.holder;
  end if;

  if used is not null then
    merge into ledger.limit_use l
    using (
      select u.customer, u.sku, moved.period_start, sum(moved.units) as units
      from unnest(use_member, use_customer, use_sku, use_open, use_ordered) u(member, customer, sku, open, ordered)
      cross join lateral (values (0::bigint, u.open), (period, u.ordered)) moved(period_start, units)
      where u.member <> all (lost)
      group by u.customer, u.sku, moved.period_start
    ) moved
    on l.customer = moved.customer and l.sku = moved.sku and l.period_start = moved.period_start
    when matched and moved.units <> 0 then update set units = l.units + moved.units
    when not matched and moved.units <> 0 then
      insert (customer, sku, period_start, units)
      values (moved.customer, moved.sku, moved.period_start, moved.units);
  end if;

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
