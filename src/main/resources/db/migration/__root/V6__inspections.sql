create schema if not exists inspections;
