comment on column ledger.event.event_id is
  'The event''s identity: a UUID of version 7, so it tells a time and is in practice never given twice; random in events of earlier builds.';
