-- The ledger: every event of every aggregate, once, in the order in which it was committed. Owned by cart_owner, which
-- only migrates; cart_command appends through ledger.append and can do nothing else here but read.

create table ledger.event (
  position        bigint                    not null,
  aggregate_type  text          collate "C" not null,
  aggregate_id    text          collate "C" not null,
  sequence_number bigint                    not null check (sequence_number >= 0),
  event_id        uuid                      not null,
  type            text          collate "C" not null,
  revision        smallint                  not null check (revision >= 1),
  payload         jsonb                     not null check (jsonb_typeof(payload) = 'object'),
  origin          jsonb                     not null check (jsonb_typeof(origin) = 'object'),
  recorded_at     timestamptz               not null,
  constraint event_pkey primary key (position),
  constraint event_sequence_number_key unique (aggregate_type, aggregate_id, sequence_number)
);

comment on table ledger.event is 'Everything that has happened. Rows are only ever added, by ledger.append.';
comment on column ledger.event.position is 'Place among all events: 1, 2, 3, ... in the order of commits, without gaps.';
comment on column ledger.event.aggregate_type is 'Kind of aggregate the event happened to: Cart.';
comment on column ledger.event.aggregate_id is 'Which one; for a cart its cartId.';
comment on column ledger.event.sequence_number is 'Place among the events of its aggregate: 0, 1, 2, ...; a cart''s version is that of its last event.';
comment on column ledger.event.event_id is 'The event''s identity; random, so in practice never given twice.';
comment on column ledger.event.type is 'What happened, in the past tense; a stable name.';
comment on column ledger.event.revision is 'Revision of the payload''s form; grows when the form of the type changes.';
comment on column ledger.event.payload is 'The event itself.';
comment on column ledger.event.origin is 'Where the command came from: channel, and when the first node received it.';
comment on column ledger.event.recorded_at is 'The ledger''s time of the append; never earlier than that of a lower position.';
comment on constraint event_sequence_number_key on ledger.event is
  'The backstop of optimistic versioning. Also serves loading an aggregate and finding its last event.';

-- Whoever appends holds this table in exclusive mode until the commit. A lock that is tied to a table, because nobody
-- else can take it: an advisory lock is open to every login, also to one that may only read.
create table ledger.append_lock ();

comment on table ledger.append_lock is 'Empty. Locked by ledger.append, so that one append follows the other.';

-- Appends a batch of members in the caller's transaction; each member is taken whole or dropped whole.
--
-- A member has one stream for each aggregate that it was decided on, a stream has the events that are to follow. The
-- members are judged in their order. One is taken if each of its streams was decided on what is the aggregate's last
-- event, in the table or left by a member taken before it. The event's id is compared, not its sequence number: after a
-- lost race the same number is another event.
--
-- Order: the lock is held until the commit is flushed and visible, so positions are in commit order, and whoever reads
-- position n can be sure that nothing below n will appear later.
create function ledger.append(
  stream_member     int[],       -- which member of the batch, from 1; a member's streams stand together
  stream_type       text[],      -- aggregate_type
  stream_id         text[],      -- aggregate_id
  stream_decided_on text[],      -- event_id of the last event seen; null: the aggregate had none
  event_stream      int[],       -- which stream, from 1; a stream's events stand together, in order
  event_id          text[],
  event_type        text[],
  event_revision    smallint[],
  event_payload     text[],
  event_origin      text[],
  out head          bigint,      -- last position before this batch
  out recorded_at   timestamptz, -- of all events of this batch
  out lost          int[])       -- members that were dropped, because an aggregate had moved on
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  leaves   text[];         -- by stream: the last event after it, were it taken
  grows    bigint[];       -- by stream: its events
  base     bigint[];       -- by stream: the sequence number that it follows
  tips     jsonb := '{}';  -- by aggregate: its last event, and that event's sequence number, as the batch goes on
  tip      jsonb;
  key      text;
  appended bigint;
begin
  lock table ledger.append_lock in exclusive mode;

  select e.position, e.recorded_at into head, recorded_at
  from ledger.event e
  order by e.position desc
  limit 1;

  head := coalesce(head, 0);
  recorded_at := greatest(recorded_at, clock_timestamp());
  lost := '{}';

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

  for i in 1 .. cardinality(stream_member) loop
    key := stream_type[i] || '/' || stream_id[i];
    tip := tips -> key;
    if tip is null then
      select jsonb_build_object('id', e.event_id, 'number', e.sequence_number) into tip
      from ledger.event e
      where e.aggregate_type = stream_type[i] and e.aggregate_id = stream_id[i]
      order by e.sequence_number desc
      limit 1;
      tip := coalesce(tip, '{"id": null, "number": -1}');
      tips := tips || jsonb_build_object(key, tip);
    end if;
    base[i] := tip ->> 'number';

    if (tip ->> 'id')::uuid is distinct from stream_decided_on[i]::uuid then
      lost := lost || stream_member[i];
    end if;

    -- At the last stream of a member: if it is taken, those behind it are judged by what it leaves.
    if stream_member[i + 1] is distinct from stream_member[i] and stream_member[i] <> all (lost) then
      for j in reverse i .. 1 loop
        exit when stream_member[j] <> stream_member[i];
        tips := tips || jsonb_build_object(
          stream_type[j] || '/' || stream_id[j],
          jsonb_build_object('id', leaves[j], 'number', base[j] + grows[j]));
      end loop;
    end if;
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
  where (stream_member[e.stream] = any (lost)) is not true;

  get diagnostics appended = row_count;
  if appended > 0 then
    perform pg_notify('ledger', (head + appended)::text);
  end if;
end
$$;

comment on function ledger.append is 'The only way into ledger.event: appends a batch, gives positions and time, tells who lost.';

revoke all on function ledger.append from public;
grant execute on function ledger.append to cart_command;

grant usage on schema ledger to cart_command, cart_view, cart_reader;
grant select on ledger.event to cart_command, cart_view, cart_reader;
