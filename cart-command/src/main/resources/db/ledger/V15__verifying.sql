-- For whoever verifies what is kept besides the events: that each key stands for a version there is, and that each
-- snapshot is what the events make.
grant select (key, aggregate_type, aggregate_id, version, effects, recorded_at) on ledger.command_key to cart_view;

grant usage on schema work to cart_view;
grant select on work.snapshot to cart_view;
