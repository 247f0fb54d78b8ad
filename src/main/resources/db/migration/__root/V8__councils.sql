create schema if not exists councils;
