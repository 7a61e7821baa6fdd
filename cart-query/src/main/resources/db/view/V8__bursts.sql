-- Bursts: commands on the same cart and item that came within 50 ms of each other. They are found once and kept, whatever
-- generation is read: also from refusals and replays, which are in no generation and are forgotten after a time.

create table view.burst (
  burst    bigint      generated always as identity,
  cart_id  text        collate "C" not null,
  item_id  text        collate "C" not null,
  sku      text        collate "C" not null,
  customer text        collate "C",
  began_at timestamptz             not null,
  ended_at timestamptz             not null,
  commands integer                 not null check (commands >= 2),
  changed  integer                 not null check (changed >= 0),
  refused  integer                 not null check (refused >= 0),
  replayed integer                 not null check (replayed >= 0),
  constraint burst_pkey primary key (burst),
  constraint burst_item_key unique (cart_id, item_id, began_at),
  constraint burst_outcomes_check check (commands = changed + refused + replayed),
  constraint burst_ended_check check (ended_at >= began_at)
);

comment on table view.burst is 'Bursts: two or more commands on the same cart and item, each within 50 ms of the one before by time received.';
comment on column view.burst.burst is 'Tells bursts apart. Where a late command joins two of them, the higher one is gone.';
comment on column view.burst.cart_id is 'The cart; it need not exist where all were refused.';
comment on column view.burst.item_id is 'The item; likewise.';
comment on column view.burst.sku is 'Its SKU.';
comment on column view.burst.customer is 'Whose cart it was at the first command for which that is known, or who sent that one; null for guests and where nobody is known.';
comment on column view.burst.began_at is 'When the first command was received, by the clock of the node that took it.';
comment on column view.burst.ended_at is 'When the last one was.';
comment on column view.burst.commands is 'How many there were, also of those that burst_command does not keep.';
comment on column view.burst.changed is 'How many of them changed the item.';
comment on column view.burst.refused is 'How many were refused.';
comment on column view.burst.replayed is 'How many had been sent before with the same key, and were answered as before.';
comment on constraint burst_item_key on view.burst is 'For the finder, which looks for the burst of an item around an instant.';

create index burst_began on view.burst (began_at, burst);
comment on index view.burst_began is 'For GET /bursts, and ?from=&to=.';

create index burst_cart on view.burst (cart_id, began_at, burst);
comment on index view.burst_cart is 'For GET /bursts?cart=.';

create index burst_sku on view.burst (sku, began_at, burst);
comment on index view.burst_sku is 'For GET /bursts?sku=.';

create index burst_customer on view.burst (customer, began_at, burst) where customer is not null;
comment on index view.burst_customer is 'For GET /bursts?customer=.';

create index burst_commands on view.burst (commands);
comment on index view.burst_commands is 'For GET /bursts?minCommands=.';

create table view.burst_command (
  burst           bigint                  not null,
  received_at     timestamptz             not null,
  command         uuid                    not null,
  outcome         text        collate "C" not null,
  position        bigint,
  version         bigint,
  customer        text        collate "C",
  channel         text        collate "C",
  actor_kind      text        collate "C",
  actor           text        collate "C",
  client          text        collate "C",
  request_id      text        collate "C",
  causation_id    uuid,
  idempotency_key text        collate "C",
  ip              inet,
  session         text        collate "C",
  user_agent      text,
  address_hashed  boolean                 not null,
  session_hashed  boolean                 not null,
  subject         uuid,
  constraint burst_command_pkey primary key (burst, received_at, command),
  constraint burst_command_burst_fkey foreign key (burst) references view.burst (burst)
);

comment on table view.burst_command is 'The commands of each burst: the first 100, the others are only counted in burst.';
comment on column view.burst_command.burst is 'The burst.';
comment on column view.burst_command.received_at is 'When it was received, by the clock of the node that took it.';
comment on column view.burst_command.command is 'As in item_command.';
comment on column view.burst_command.outcome is 'changed, replayed, or the code of the problem with which it was refused.';
comment on column view.burst_command.position is 'Position of its first event that changed the item; null if it was refused or replayed.';
comment on column view.burst_command.version is 'The cart''s version after that event.';
comment on column view.burst_command.customer is 'Whose cart it was after that event; of those refused or replayed, the customer who sent it.';
comment on column view.burst_command.channel is 'api, legacy, support or system; null if it was refused or replayed.';
comment on column view.burst_command.actor_kind is 'customer, guest, back-end, support or system; null if nobody knows who it was, like the columns below.';
comment on column view.burst_command.actor is 'Who sent it, among their kind.';
comment on column view.burst_command.client is 'The software that sent it for them.';
comment on column view.burst_command.request_id is 'Names the request in its answer, in the access log, and in ledger.refusal.';
comment on column view.burst_command.causation_id is 'The command, as in change; null if it was refused or replayed.';
comment on column view.burst_command.idempotency_key is 'The Idempotency-Key that it came with; null for none, and if it was refused or replayed.';
comment on column view.burst_command.ip is 'Where it came from; null if it was refused or replayed, and once the person is erased.';
comment on column view.burst_command.session is 'In which session; likewise.';
comment on column view.burst_command.user_agent is 'What the browser or app says that it is; likewise.';
comment on column view.burst_command.address_hashed is 'Whether ledger.refusal has, or had, a keyed hash of the address.';
comment on column view.burst_command.session_hashed is 'Whether ledger.refusal has, or had, a keyed hash of the session.';
comment on column view.burst_command.subject is 'Names the key with which ip, session and user_agent are sealed in the ledger; null if they never were known.';
comment on constraint burst_command_pkey on view.burst_command is 'Also the commands of a burst in order, for GET /bursts.';

create index burst_command_ip on view.burst_command using gist (ip inet_ops) where ip is not null;
comment on index view.burst_command_ip is 'For GET /bursts?ip=, an address or a CIDR range.';

create index burst_command_session on view.burst_command (session, burst) where session is not null;
comment on index view.burst_command_session is 'For GET /bursts?session=.';

create index burst_command_subject on view.burst_command (subject) where subject is not null;
comment on index view.burst_command_subject is 'For the erasure of a person.';

create table view.item_command (
  cart_id     text        collate "C" not null,
  item_id     text        collate "C" not null,
  received_at timestamptz             not null,
  command     uuid                    not null,
  position    bigint,
  refusal_id  bigint,
  code        text        collate "C",
  constraint item_command_pkey primary key (cart_id, item_id, received_at, command),
  constraint item_command_source_check check (
    (position is null) <> (refusal_id is null) and (refusal_id is null) = (code is null))
);

comment on table view.item_command is 'Every command on an item, once for each item: what it has for neighbours in time is seen by this.';
comment on column view.item_command.cart_id is 'The cart.';
comment on column view.item_command.item_id is 'The item.';
comment on column view.item_command.received_at is 'When the command was received, by the clock of the node that took it.';
comment on column view.item_command.command is 'Tells commands apart that were received at once: causation_id of its events; else made from what names it.';
comment on column view.item_command.position is 'Position of its first event that changed the item; null if it was refused or replayed.';
comment on column view.item_command.refusal_id is 'Its row in ledger.refusal, while that is kept; null if it changed the item.';
comment on column view.item_command.code is 'Why it was refused, or replayed; null if it changed the item.';
comment on constraint item_command_pkey on view.item_command is 'For the finder, which looks for what came just before and just after.';

create table view.burst_progress (
  only_row   boolean not null default true check (only_row),
  position   bigint  not null default 0 check (position >= 0),
  refusal_id bigint  not null default 0 check (refusal_id >= 0),
  generation integer not null default 0,
  retries    bigint  not null default 0,
  constraint burst_progress_pkey primary key (only_row)
);

comment on table view.burst_progress is 'How far bursts have been looked for; locked by whoever looks. Delete all rows of the burst tables to have them found anew.';
comment on column view.burst_progress.only_row is 'Always true: there is one row.';
comment on column view.burst_progress.position is 'Changes up to this position have been looked at, but for those in burst_gap.';
comment on column view.burst_progress.refusal_id is 'Refusals up to this one have been looked at, but for those in burst_gap.';
comment on column view.burst_progress.generation is 'The generation in which what is in burst_gap was looked for last.';
comment on column view.burst_progress.retries is 'Its number of retries then.';

insert into view.burst_progress default values;

create table view.burst_gap (
  source   text        collate "C" not null check (source in ('CHANGE', 'REFUSAL')),
  number   bigint                  not null,
  noted_at timestamptz             not null default now(),
  constraint burst_gap_pkey primary key (source, number)
);

comment on table view.burst_gap is 'What was not there when the finder passed, and may come: changes of carts that are parked, refusals whose commit was under way.';
comment on column view.burst_gap.source is 'CHANGE or REFUSAL.';
comment on column view.burst_gap.number is 'The position, or the refusal_id.';
comment on column view.burst_gap.noted_at is 'Since when it is waited for. A refusal that has not come after ten minutes never will.';

grant select on view.burst, view.burst_command, view.item_command, view.burst_progress, view.burst_gap to cart_reader;
