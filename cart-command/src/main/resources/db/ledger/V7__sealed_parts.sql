-- What is personal in an event is sealed with a key that is not in here.
comment on column ledger.event.payload is
  'The event itself. Free text in it is {"subject": ..., "sealed": ...}: encrypted with a key that is deleted when whom it is about is erased.';
comment on column ledger.event.origin is
  'Where the command came from, who sent it and when; address, session and user agent only as subject and sealed, like free text.';
