//! What is in the database, to see that a call has changed it or has not.

use std::collections::BTreeMap;
use std::fmt;

use sqlx::{AssertSqlSafe, Row as _};

use crate::Server;

/// The content of every table at one instant. `Debug` shows the number of rows only.
#[derive(Clone, PartialEq, Eq)]
pub struct Rows(BTreeMap<String, Vec<String>>);

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(table, rows)| (table, rows.len()))).finish()
    }
}

impl Rows {
    /// How many rows `table` has.
    pub fn count(&self, table: &str) -> usize {
        self.0.get(table).unwrap_or_else(|| panic!("there is no table {table}")).len()
    }

    /// The tables whose content is another one than in `before`.
    pub fn changed_since(&self, before: &Self) -> Vec<&str> {
        let changed = |(table, rows): &(&String, &Vec<String>)| before.0.get(*table) != Some(*rows);
        self.0.iter().filter(changed).map(|(table, _)| table.as_str()).collect()
    }
}

impl Server {
    /// The content of the database.
    pub async fn rows(&self) -> Rows {
        let tables =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                      AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
        let mut all = BTreeMap::new();
        for table in self.texts(tables).await {
            let columns = self.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
            let rows = self.texts(&format!("SELECT {} FROM {table}", quoted.join("||','||"))).await;
            all.insert(table, rows);
        }
        Rows(all)
    }

    /// The first column of what a statement finds.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let mut conn = self.app.store.read().await.unwrap();
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut *conn).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Changes the database behind the server's back.
    pub async fn execute(&self, sql: &str) {
        let mut conn = self.app.store.read().await.unwrap();
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *conn).await.unwrap();
    }
}
