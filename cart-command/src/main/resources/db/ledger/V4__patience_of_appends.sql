-- How long an append waits for those before it is for its caller to say: until the deadline of the command.
alter function ledger.append reset lock_timeout;
