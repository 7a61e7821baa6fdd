-- Whatever nodes do beside the ledger's own rows can be thrown away.
create schema work;

comment on schema work is 'Notes of the nodes, disposable: nothing here is needed to know what has happened.';

create table work.sweep (
  only_row boolean not null default true check (only_row),
  position bigint  not null check (position >= 0),
  constraint sweep_pkey primary key (only_row)
);

comment on table work.sweep is 'How far the search for idle carts has got; moved by whichever node gets there first.';
comment on column work.sweep.only_row is 'Always true: there is one row.';
comment on column work.sweep.position is 'Carts whose last event is at or below this position have been looked at.';

insert into work.sweep (position) values (0);

grant usage on schema work to cart_command, cart_reader;
grant select, update on work.sweep to cart_command;
grant select on work.sweep to cart_reader;
