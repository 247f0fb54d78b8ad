-- What of a workbook was read and what was not, sheet by sheet, column by column: nothing is left out without a word.
alter table register.import_job add column reading bytea;
comment on column register.import_job.reading is 'Sheets and columns that were read and that were not, encrypted: heads may hold names';
