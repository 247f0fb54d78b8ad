create schema if not exists ballots;
