package org.gongzhi.canary.web;

import org.springframework.jdbc.core.simple.JdbcClient;

/// A page that asks the database itself.
class RowPages {

    int birds(JdbcClient client) {
        return client.sql("select 1").query(Integer.class).single();
    }
}
