-- Why support has made a change. What was folded before had no reasons: it is folded again from the ledger's first event on.

alter table view_1.change add column reason text;
comment on column view_1.change.reason is 'Why support has made the change, in their words; null for changes of others, and once the person is erased.';
comment on column view_1.change.subject is 'Names the key with which ip, session, user_agent and reason are sealed in the ledger; null if they never were known.';

truncate view_1.cart, view_1.cart_line, view_1.open_cart, view_1.customer, view_1.allowance, view_1.note, view_1.change;
update view_1.progress set position = 0;
