create schema if not exists conventions;
