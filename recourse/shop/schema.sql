-- The demonstration shop. A day is "+1" or "-3", counted from today and so never out of date, or an ISO date.
create table customer (id text primary key, name text not null, email text not null);
create table purchase (
  number text primary key, customer text not null references customer, status text not null,
  carrier text, left_with text, street text not null, city text not null, postcode text not null,
  shipping real not null, expected text, expected_from text, expected_until text, invoice text
);
create table item (purchase text not null, name text not null, quantity integer not null, price real not null,
  arrived integer not null);
create table step (purchase text not null, state text not null, day text not null, time text not null);
create table payment (purchase text not null, method text not null, amount real not null, day text not null);
create table sent_back (purchase text primary key, state text not null, day text not null, reason text not null);
create table refund (purchase text primary key, amount real not null, state text not null, day text not null,
  reason text not null);
create table replacement (purchase text primary key, day text not null);
create table mail (recipient text not null, kind text not null, at text not null);
