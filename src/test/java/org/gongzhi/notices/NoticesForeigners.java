package org.gongzhi.notices;

import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.kernel.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A bulletin for the board.
class NoticesForeigners implements Foreigners {

    private final JdbcClient client;

    NoticesForeigners(JdbcClient client) {
        this.client = client;
    }

    @Override
    public void make(Foreign street) throws Exception {
        street.post(
                "/notices/bulletins",
                street.officer,
                Map.of("place", street.community.code(), "title", "x", "text", "x", "until", "2026-12-30"));
        long bulletin = client.sql("select max(id) from notices.bulletin where community = ?")
                .param(street.community.id())
                .query(Long.class)
                .single();
        street.stands("/notices/{number}", Ids.number(bulletin));
        street.stands("/notices/bulletins/{id}", bulletin);
        street.open("/notices/{number}", "a notice hangs on the board for everybody");
    }
}
