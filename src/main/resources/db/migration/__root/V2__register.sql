create schema if not exists register;
