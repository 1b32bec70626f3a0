// SPDX-License-Identifier: MIT
// The job by DuckDB, from Node: FILE N OUT. Its package is @duckdb/node-api,
// found where require() looks; with --version, prints DuckDB's.
'use strict';
const { DuckDBConnection, version } = require('@duckdb/node-api');

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

async function main([path, n, out]) {
  const connection = await DuckDBConnection.create();
  await connection.run(`
    CREATE TABLE frame AS SELECT * FROM read_csv(${quoted(path)})`);
  await connection.run(`
    CREATE TABLE drawn AS
    SELECT * FROM (SELECT * FROM frame WHERE outcome <> 1)
    USING SAMPLE reservoir(${Number(n)} ROWS)`);
  await connection.run(`
    COPY (
      SELECT *, 1 AS weight FROM frame WHERE outcome = 1
      UNION ALL
      SELECT *, (SELECT count(*) FROM frame WHERE outcome <> 1) /
        (SELECT count(*) FROM drawn) FROM drawn
    ) TO ${quoted(out)} (HEADER)`);
}

if (process.argv[2] === '--version') {
  console.log(version());
} else {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
